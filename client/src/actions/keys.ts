/** Keys: from a keyboard event to an action, and how a key is displayed. */

import type { Editor } from '../editor/editor';
import { keymap } from './keymap';
import { actions } from './list';
import { isEnabled } from './registry';

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform);
}

/** Whether the system key, or Control on a Mac, is held: it cannot be bound, and a key pressed with it is another key. */
function hasSystemModifier(press: KeyPress, mac: boolean): boolean {
  return mac ? press.ctrlKey : press.metaKey;
}

function held(press: KeyPress, mac: boolean, shift = press.shiftKey): readonly string[] {
  const mod = mac ? press.metaKey : press.ctrlKey;
  return [...(mod ? ['Mod'] : []), ...(press.altKey ? ['Alt'] : []), ...(shift ? ['Shift'] : [])];
}

/** Returns the name under which actions bind a key: `Mod+Shift+Z`, `Delete`, `+`. */
export function keyName(press: KeyPress, mac = isMac()): string {
  const key = press.key.length === 1 ? press.key.toUpperCase() : press.key;
  // Symbols are named as such, with or without Shift.
  const shift = press.shiftKey && (press.key.length > 1 || /^[A-Z]$/.test(key));
  return [...(hasSystemModifier(press, mac) ? ['System'] : []), ...held(press, mac, shift), key].join('+');
}

/** Keys that only modify another key, or for which the browser does not report what was meant. */
const NO_KEYS: ReadonlySet<string> = new Set([
  ...['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'NumLock', 'ScrollLock', 'Fn', 'FnLock'],
  ...['Dead', 'Process', 'Unidentified', 'Compose'],
]);

/** Returns the key to bind, or `null` if the press does not name one yet. */
export function keyToBind(press: KeyPress, mac = isMac()): string | null {
  return NO_KEYS.has(press.key) || hasSystemModifier(press, mac) ? null : keyName(press, mac);
}

/** Returns the held modifiers as the start of a key's name: `Mod+Shift+`. */
export function heldModifiers(press: KeyPress, mac = isMac()): string {
  return held(press, mac)
    .map((part) => `${part}+`)
    .join('');
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  Backspace: '⌫',
  Enter: '↵',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  ' ': 'Space',
};

export function keyText(key: string, mac = isMac()): string {
  const parts = key.split('+').filter((part) => part !== '');
  if (key.endsWith('+')) parts.push('+');
  return parts
    .map((part) => {
      if (part === 'Mod') return mac ? '⌘' : 'Ctrl';
      if (mac && part === 'Shift') return '⇧';
      if (mac && part === 'Alt') return '⌥';
      return NAMES[part] ?? part;
    })
    .join(mac ? '' : '+');
}

const byId = new Map(actions.map((action) => [action.id, action] as const));

/** Runs the action that the key is bound to. Returns `false` if the key is unbound or the action is disabled. */
export function pressKey(editor: Editor, press: KeyPress): boolean {
  for (const id of keymap.get().boundTo(keyName(press))) {
    const action = byId.get(id);
    if (action === undefined || !isEnabled(editor, action)) continue;
    action.run(editor);
    return true;
  }
  return false;
}

const TYPING = 'input, textarea, select, [contenteditable="true"], [role="textbox"]';
/** Keys that belong to the focused element, unless that is the canvas or nothing. */
const FOCUS_KEYS: ReadonlySet<string> = new Set([
  'Tab',
  'Enter',
  ' ',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
]);
/** Kept from the browser even when no action runs: its own meaning would surprise (save the page, bookmark it). */
const ALWAYS_PREVENTED: ReadonlySet<string> = new Set(['Mod+S', 'Mod+D']);

/** Whether the focused element has no use for an arrow key. After a click on a plain button, stepping continues. */
function ignoresKey(target: Element | null, key: string): boolean {
  return key.startsWith('Arrow') && target?.matches('button:not([role], [aria-haspopup])') === true;
}

/** Listens to the keyboard for the editor, except while the user types in a field; returns a function that stops it. */
export function bindKeys(editor: Editor): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(TYPING) && keyName(event) !== 'Mod+S') return;
    // An open menu or dialog has its own keys.
    if (target?.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return;
    const onCanvas = target === null || target === document.body || target.closest('[data-canvas]') !== null;
    if (!onCanvas && FOCUS_KEYS.has(event.key) && !ignoresKey(target, event.key)) return;
    if (pressKey(editor, event) || ALWAYS_PREVENTED.has(keyName(event))) event.preventDefault();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
