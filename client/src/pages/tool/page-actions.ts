// What the tool page itself can do, beside the editor's own actions: panes, dialogs, going from item to item.
import type { ActionGroup } from '../../actions';

export interface PageCommands {
  toTask: () => void;
  /** Null: there is none. */
  toPrevious: (() => void) | null;
  toNext: (() => void) | null;
  toggleIssues: () => void;
  toggleLabels: () => void;
  copyLink: () => void;
  /** Null: my role has no move here now. */
  finish: (() => void) | null;
  shortcuts: () => void;
  palette: () => void;
}

export interface PageAction {
  id: string;
  label: string;
  group: ActionGroup;
  /** As the editor's registry writes keys: `Mod+k`. */
  keys: readonly string[];
  enabled: boolean;
  run: () => void;
}

const nothing = () => {};

export function pageActions(commands: PageCommands): PageAction[] {
  const entry = (id: string, label: string, keys: string[], run: (() => void) | null): PageAction => ({
    id: `page.${id}`,
    label,
    group: 'general',
    keys,
    enabled: run !== null,
    run: run ?? nothing,
  });
  return [
    entry('palette', 'All commands', ['Mod+k'], commands.palette),
    entry('shortcuts', 'Keyboard shortcuts', ['shift+?'], commands.shortcuts),
    entry('previous', 'Previous item', ['['], commands.toPrevious),
    entry('next', 'Next item', [']'], commands.toNext),
    entry('issues', 'Show or hide issues', ['i'], commands.toggleIssues),
    entry('labels', 'Show or hide the label list', ['l'], commands.toggleLabels),
    entry('finish', 'Finish this item', ['Mod+Enter'], commands.finish),
    entry('link', 'Copy a link to this view', ['Mod+Shift+l'], commands.copyLink),
    entry('task', 'Back to the task', [], commands.toTask),
  ];
}
