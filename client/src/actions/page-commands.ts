/** Commands of the tool page besides the editor's own actions: panes, dialogs, moving between items. The page provides
 * their handlers. */

import type { Command } from './registry';

function command<Id extends string>(id: Id, label: string, keys: readonly string[]) {
  return { id: `page.${id}` as const, label, group: 'general', keys } as const satisfies Command;
}

export const pageCommands = [
  command('palette', 'All commands', ['Mod+K']),
  command('shortcuts', 'Keyboard shortcuts', ['?']),
  command('settings', 'Editor settings', ['Mod+,']),
  command('help', 'Help', []),
  command('notifications', 'Notifications', []),
  command('previous', 'Previous item', ['PageUp']),
  command('next', 'Next item', ['PageDown']),
  command('issues', 'Show or hide issues', ['M']),
  command('labels', 'Show or hide the label list', ['\\']),
  command('finish', 'Finish this item', ['Mod+Enter']),
  command('reject_item', 'Reject this item…', ['Mod+Shift+Enter']),
  command('skip', 'Skip this item…', []),
  command('revise', 'Revise this item…', []),
  command('region', 'Go to the next area of the page', ['F6']),
  command('region_back', 'Go to the previous area of the page', ['Shift+F6']),
  command('link', 'Copy link to this view', []),
  command('task', 'Back to the task', []),
] as const;
