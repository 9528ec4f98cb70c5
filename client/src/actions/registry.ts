/** What a command is: an action of the editor, and the one rule of when it may run, or something the page does. The lists
 * are in `list.ts` and `page-list.ts`; menus, shortcuts and help are drawn from them. */

import type { Editor } from '../editor/editor';

export type ActionGroup = 'tools' | 'edit' | 'labels' | 'view' | 'issues' | 'general';

export interface Command {
  /** `noun.verb`, stable: key bindings are stored under it. */
  readonly id: string;
  readonly label: string;
  readonly group: ActionGroup;
  /** Default keys as `Mod+Shift+Z`, `Delete`, `N`; `Mod` is Ctrl, or Command on a Mac. Those in force: `keymap.ts`. */
  readonly keys: readonly string[];
}

export interface Action extends Command {
  /** Works without the right to edit. Default: no. */
  readonly allowedReadOnly?: boolean;
  /** Beside the read-only rule. Default: yes. */
  readonly enabled?: (editor: Editor) => boolean;
  readonly run: (editor: Editor) => void;
}

export function isEnabled(editor: Editor, action: Action): boolean {
  if (action.allowedReadOnly !== true && !editor.permission.get().allowed) return false;
  return action.enabled?.(editor) ?? true;
}

/** Default keys that more than one command claims; must be empty. */
export function keyConflicts(commands: readonly Command[]): readonly string[] {
  const owners = new Map<string, string[]>();
  for (const { id, keys } of commands) {
    for (const key of keys) owners.set(key, [...(owners.get(key) ?? []), id]);
  }
  return [...owners].filter(([, ids]) => ids.length > 1).map(([key, ids]) => `${key}: ${ids.join(', ')}`);
}
