/** What an action is, and the one rule of when it may run. The list is in `list.ts`; menus, shortcuts and help are drawn
 * from it. */

import type { Editor } from '../editor/editor';

export type ActionGroup = 'tools' | 'edit' | 'labels' | 'view' | 'issues' | 'general';

export interface Action {
  /** `noun.verb`, stable: key bindings are stored under it. */
  readonly id: string;
  readonly label: string;
  readonly group: ActionGroup;
  /** Default keys as `Mod+Shift+Z`, `Delete`, `N`; `Mod` is Ctrl, or Command on a Mac. */
  readonly keys: readonly string[];
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

/** Keys that more than one action claims; must be empty. */
export function keyConflicts(actions: readonly Action[]): readonly string[] {
  const owners = new Map<string, string[]>();
  for (const action of actions) {
    for (const key of action.keys) owners.set(key, [...(owners.get(key) ?? []), action.id]);
  }
  return [...owners].filter(([, ids]) => ids.length > 1).map(([key, ids]) => `${key}: ${ids.join(', ')}`);
}
