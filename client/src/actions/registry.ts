/** What an action is. The one list of them is in `list.ts`; menus, shortcuts and help are drawn from it. */

import type { Editor } from '../editor/editor';

export type ActionGroup = 'tools' | 'edit' | 'view' | 'labels' | 'issues' | 'general';

export interface Action {
  /** `noun.verb`, stable: key bindings are stored under it. */
  readonly id: string;
  readonly label: string;
  readonly group: ActionGroup;
  /** Default keys as `Mod+Shift+z`, `Delete`, `n`; `Mod` is Ctrl, or Command on a Mac. */
  readonly keys: readonly string[];
  /** Works without the right to edit. Default: no. */
  readonly allowedReadOnly?: boolean;
  /** Beside the read-only rule. Default: yes. */
  readonly enabled?: (editor: Editor) => boolean;
  readonly run: (editor: Editor) => void;
}
