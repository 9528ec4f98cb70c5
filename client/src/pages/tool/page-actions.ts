// What the tool page itself can do, beside the editor's own actions: panes, dialogs, going from item to item.
import type { ActionGroup } from '../../actions';
import { focusRegion } from './regions';

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
  /** As the editor's registry writes keys: `Mod+K`. */
  keys: readonly string[];
  enabled: boolean;
  run: () => void;
}

const nothing = () => {};

/** The page's keys beside the editor's; a test holds the two apart. */
export const PAGE_KEYS = {
  palette: ['Mod+K'],
  shortcuts: ['?'],
  previous: ['PageUp'],
  next: ['PageDown'],
  issues: ['M'],
  labels: ['\\'],
  finish: ['Mod+Enter'],
  region: ['F6'],
  regionBack: ['Shift+F6'],
  link: [],
  task: [],
} as const satisfies Record<string, readonly string[]>;

export function pageActions(commands: PageCommands): PageAction[] {
  const entry = (id: keyof typeof PAGE_KEYS, label: string, run: (() => void) | null): PageAction => ({
    id: `page.${id}`,
    label,
    group: 'general',
    keys: PAGE_KEYS[id],
    enabled: run !== null,
    run: run ?? nothing,
  });
  return [
    entry('palette', 'All commands', commands.palette),
    entry('shortcuts', 'Keyboard shortcuts', commands.shortcuts),
    entry('previous', 'Previous item', commands.toPrevious),
    entry('next', 'Next item', commands.toNext),
    entry('issues', 'Show or hide issues', commands.toggleIssues),
    entry('labels', 'Show or hide the label list', commands.toggleLabels),
    entry('finish', 'Finish this item', commands.finish),
    entry('region', 'Go to the next part of the page', () => focusRegion(1)),
    entry('regionBack', 'Go to the part of the page before', () => focusRegion(-1)),
    entry('link', 'Copy a link to this view', commands.copyLink),
    entry('task', 'Back to the task', commands.toTask),
  ];
}
