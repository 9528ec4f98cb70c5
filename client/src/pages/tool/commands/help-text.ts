// The texts of the help dialog: what the terms on the tool page mean for the person's work.
export type HelpTopic = 'saving' | 'editing' | 'review' | 'moving';

export interface HelpEntry {
  topic: HelpTopic;
  title: string;
  entries: readonly { term: string; text: string }[];
}

export const HELP: readonly HelpEntry[] = [
  {
    topic: 'saving',
    title: 'What the save state means',
    entries: [
      { term: 'Saved', text: 'All your edits are saved on the server. You can close the page.' },
      {
        term: 'Saving',
        text: 'Your edits are being sent. They are kept in this browser until the server has stored them.',
      },
      {
        term: 'Offline, n unsent',
        text: 'There is no connection. You can keep working: edits are kept, even if you reload, and sent once you are online.',
      },
      {
        term: 'Refused',
        text: 'The server refused an edit, and it was undone. The reason is shown next to it. Everything before it is saved.',
      },
    ],
  },
  {
    topic: 'editing',
    title: 'Editing and banners',
    entries: [
      {
        term: 'One editor at a time',
        text: 'Only one person can edit an item at a time. Everyone else sees each change live and can comment.',
      },
      {
        term: 'Someone is editing',
        text: 'Ask to edit, follow their view, or wait until they leave.',
      },
      {
        term: 'Open in another tab',
        text: 'You are editing the item in another tab. “Edit here” moves editing to this tab. Nothing is lost.',
      },
      {
        term: 'Unlocked',
        text: 'An admin or inspector ended your editing and gave a reason. Unsent edits are offered to you as a file.',
      },
      {
        term: 'View in QA',
        text: 'The item was opened from the list for viewing and commenting only.',
      },
      {
        term: 'Paused, closed',
        text: 'The task’s admins stopped work on it. Saved work is kept, and you can still view the items.',
      },
      {
        term: 'Assigned to someone',
        text: 'In this task, only the assignee can work on an item.',
      },
      {
        term: 'Lost connection',
        text: 'You keep the lock on the item for half a minute. Your unsent edits stay in this browser.',
      },
    ],
  },
  {
    topic: 'review',
    title: 'How review works',
    entries: [
      { term: 'Pending', text: 'A label without a verdict. Only pending labels can be edited in review.' },
      {
        term: 'Approved, rejected',
        text: 'The two verdicts. A rejection has a reason and opens an issue. Revert a verdict to edit the label.',
      },
      { term: 'Approve item', text: 'Ends the review. In a strict review, every label must be approved first.' },
      { term: 'Reject item', text: 'Sends the item back to an earlier stage, with the rejected labels and reasons.' },
      {
        term: 'Skip',
        text: 'Leaves the item to others, with a reason. You are not offered it again.',
      },
      {
        term: 'Revise',
        text: 'Sends an accepted item back to an earlier stage. The dataset keeps its result until it is accepted again.',
      },
    ],
  },
  {
    topic: 'moving',
    title: 'Getting around by keyboard',
    entries: [
      {
        term: 'Parts of the page',
        text: 'One key cycles through the parts: the header, the tools, the image, the lists.',
      },
      { term: 'All commands', text: 'Every command by name, including those without a shortcut.' },
      { term: 'Your own shortcuts', text: 'You can change every shortcut in the list of keyboard shortcuts.' },
      { term: 'Esc', text: 'Always goes back one step and never loses work.' },
    ],
  },
];
