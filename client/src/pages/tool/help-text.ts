// The words of the tool page, explained: what the person sees, and what it means for their work.
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
      { term: 'Saved', text: 'Everything you made is in the database. You can close the page.' },
      {
        term: 'Saving',
        text: 'Edits are on their way. They are kept in this browser until the server has stored them.',
      },
      {
        term: 'Offline, n unsent',
        text: 'There is no connection. You can go on: edits wait in this browser, over a reload too, and go out by themselves.',
      },
      {
        term: 'Refused',
        text: 'The server did not take an edit, and it was taken back here. The reason stands beside it; everything before it is saved.',
      },
    ],
  },
  {
    topic: 'editing',
    title: 'Who may edit, and the banners',
    entries: [
      {
        term: 'One editor at a time',
        text: 'Whoever edits an item holds it. Everyone else sees each change live and can comment.',
      },
      {
        term: 'Somebody is editing',
        text: 'Ask for the item, follow their view, or wait: it is free when they leave.',
      },
      {
        term: 'Open in another tab',
        text: 'You hold the item yourself, elsewhere. “Edit here” moves it to this tab; nothing is lost.',
      },
      {
        term: 'Unlocked',
        text: 'An admin or inspector ended your editing and said why. What was not sent yet is offered to you as a file.',
      },
      {
        term: 'View in QA',
        text: 'The item was opened from the list to look and comment; nothing of it can be changed here.',
      },
      {
        term: 'Paused, closed',
        text: 'The task’s admins stopped work on it. Everything saved stays; you can look until it goes on.',
      },
      {
        term: 'Assigned to somebody',
        text: 'In this task only the one an item is assigned to works on it.',
      },
      {
        term: 'A connection that drops',
        text: 'You keep the item for half a minute, and your edits for as long as you have this browser.',
      },
    ],
  },
  {
    topic: 'review',
    title: 'How review works',
    entries: [
      { term: 'Pending', text: 'A label that has no verdict yet. Only pending labels can be changed in review.' },
      {
        term: 'Approved, rejected',
        text: 'A verdict; a rejection has a reason, and makes an issue. Take a verdict back to change the label.',
      },
      { term: 'Approve item', text: 'Ends the review. In a strict review every label has to be approved first.' },
      { term: 'Reject item', text: 'Sends it back to be annotated, with what is rejected and why.' },
      {
        term: 'Skip',
        text: 'Passes the item by with a reason. It stays for others, and you are not offered it again.',
      },
      {
        term: 'Revise',
        text: 'Takes an accepted item up again. The dataset keeps its result until it is accepted anew.',
      },
    ],
  },
  {
    topic: 'moving',
    title: 'Getting around without a mouse',
    entries: [
      {
        term: 'Parts of the page',
        text: 'One key goes from part to part: the header, the tools, the picture, the lists.',
      },
      { term: 'All commands', text: 'Every command by its name, also those without keys.' },
      { term: 'Your own keys', text: 'Each command can have other keys, in the list of keyboard shortcuts.' },
      { term: 'Esc', text: 'Always backs out one step, and never loses work.' },
    ],
  },
];
