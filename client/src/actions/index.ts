/** The actions, as `ui` uses them. */

import type { Editor } from '../editor/editor';
import { ItemEditor } from '../editor/item-editor';
import type { VerdictsRefused } from '../editor/verdict-queue';
import { browser } from '../platform/browser';
import { thisTab } from '../platform/tabs';
import { api } from '../protocol/api';
import type { Item, Me, Task } from '../protocol/types';
import { indexedDbOutbox } from '../sync/outbox-idb';
import { actions } from './list';
import { isEnabled } from './registry';

export { browserUse } from './browser-keys';
export {
  commands,
  effectiveKeys,
  type KeyChanges,
  keymap,
  readKeyChanges,
  setKeyChanges,
} from './keymap';
export { bindKeys, heldModifiers, keyName, keyText, keyToBind } from './keys';
export { actions } from './list';
export { pageCommands } from './page-commands';
export { addKey, isRebound, ownersOf, removeKey, replaceKey, resetKeys } from './rebind';
export { type Action, type ActionGroup, type Command, isEnabled } from './registry';

export interface OpenEditor {
  readonly me: Me;
  readonly task: Task;
  readonly item: Item;
  /** Opens the item to view and comment only. */
  readonly viewOnly: boolean;
  /** Called for verdicts that are refused after the item was left. */
  readonly onLateRefusal: (refusal: VerdictsRefused) => void;
}

/** Runs an action by its id. Returns `false` if the action does not exist or is disabled. */
export function runAction(editor: Editor, id: string): boolean {
  const action = actions.find((candidate) => candidate.id === id);
  if (action === undefined || !isEnabled(editor, action)) return false;
  action.run(editor);
  return true;
}

/** Opens an item and connects at once. Call `close()` when the page is left. */
export async function openEditor({ me, task, item, viewOnly, onLateRefusal }: OpenEditor): Promise<Editor> {
  const tabs = await thisTab();
  return new ItemEditor({
    me,
    task,
    item,
    viewOnly,
    tab: tabs.id,
    isTabOpen: tabs.isOpen,
    platform: browser,
    store: indexedDbOutbox,
    judge: (command) => api.judge(item.id, command),
    onLateRefusal,
    runAction,
  });
}
