/** Commands: actions of the editor, with the one rule for when they can run, and commands of the page. The lists are in
 * `list.ts` and `page-commands.ts`; menus, shortcuts and help are built from them. */

import type { Editor } from '../editor/editor';
import type { EditorMode } from '../editor/state';

export type ActionGroup = 'tools' | 'edit' | 'labels' | 'review' | 'view' | 'issues' | 'general';

export interface Command {
  /** `noun.verb`, stable: key bindings are stored under it. */
  readonly id: string;
  readonly label: string;
  readonly group: ActionGroup;
  /** Default keys, such as `Mod+Shift+Z`, `Delete`, `N`; `Mod` is Ctrl, or Command on a Mac. `keymap.ts` has the keys in
   * effect. */
  readonly keys: readonly string[];
  /** The modes it belongs to; commands that share no mode can share a key. Default: all. */
  readonly when?: readonly EditorMode[];
}

export interface Action extends Command {
  /** Whether it works without permission to edit. Default: no. */
  readonly allowedReadOnly?: boolean;
  /** Whether it is enabled, in addition to the read-only rule. Default: yes. */
  readonly enabled?: (editor: Editor) => boolean;
  readonly run: (editor: Editor) => void;
}

export function isEnabled(editor: Editor, action: Action): boolean {
  if (action.allowedReadOnly !== true && !editor.permission.get().allowed) return false;
  if (action.when?.includes(editor.mode.get()) === false) return false;
  return action.enabled?.(editor) ?? true;
}

const MODES: readonly EditorMode[] = ['annotate', 'review', 'review_edit'];

/** Whether two commands share a mode, so that they cannot share a key. */
export function shareMode(a: Command, b: Command): boolean {
  return (a.when ?? MODES).some((mode) => (b.when ?? MODES).includes(mode));
}

/** Returns the default keys that more than one command of a mode claims; must be empty. */
export function keyConflicts(commands: readonly Command[]): readonly string[] {
  const owners = new Map<string, Set<string>>();
  const clashes = new Set<string>();
  for (const { id, keys, when = MODES } of commands) {
    for (const key of keys) {
      for (const mode of when) {
        const place = `${mode} ${key}`;
        const ids = owners.get(place) ?? new Set();
        owners.set(place, ids.add(id));
        if (ids.size > 1) clashes.add(`${key}: ${[...ids].join(', ')}`);
      }
    }
  }
  return [...clashes];
}
