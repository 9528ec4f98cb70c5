/** What a command is: an action of the editor, and the one rule of when it may run, or something the page does. The lists
 * are in `list.ts` and `page-list.ts`; menus, shortcuts and help are drawn from them. */

import type { Editor } from '../editor/editor';
import type { EditorMode } from '../editor/state';

export type ActionGroup = 'tools' | 'edit' | 'labels' | 'review' | 'view' | 'issues' | 'general';

export interface Command {
  /** `noun.verb`, stable: key bindings are stored under it. */
  readonly id: string;
  readonly label: string;
  readonly group: ActionGroup;
  /** Default keys as `Mod+Shift+Z`, `Delete`, `N`; `Mod` is Ctrl, or Command on a Mac. Those in force: `keymap.ts`. */
  readonly keys: readonly string[];
  /** The modes it belongs to: commands that share no mode may share a key. Default: all. */
  readonly when?: readonly EditorMode[];
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
  if (action.when?.includes(editor.mode.get()) === false) return false;
  return action.enabled?.(editor) ?? true;
}

const MODES: readonly EditorMode[] = ['annotate', 'review', 'review_edit'];

/** Whether there is a mode that both belong to: then they cannot share a key. */
export function meet(a: Command, b: Command): boolean {
  return (a.when ?? MODES).some((mode) => (b.when ?? MODES).includes(mode));
}

/** Default keys that more than one command of a mode claims; must be empty. */
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
