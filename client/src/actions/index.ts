/** Actions, as `ui` uses them. */

import type { Editor } from '../editor/editor';
import type { Item, Me, Task } from '../protocol/http';
import type { Action } from './registry';

export type { Action, ActionGroup } from './registry';

export interface OpenEditor {
  readonly me: Me;
  readonly task: Task;
  readonly item: Item;
}

/** Opens an item: connects at once. Call `close()` when the page goes. */
export function openEditor(_options: OpenEditor): Editor {
  throw new Error('not built yet');
}

/** Every action in the order of menus and help. */
export const actions: readonly Action[] = [];

export function isEnabled(_editor: Editor, _action: Action): boolean {
  return false;
}

/** Listens to the keyboard for the editor; returns what ends that. Typing in fields is left alone. */
export function bindKeys(_editor: Editor): () => void {
  return () => {};
}

/** How a key is written for people: `Ctrl+Shift+Z`, `⌘Z`. */
export function keyText(key: string): string {
  return key;
}
