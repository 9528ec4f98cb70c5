// The states of a task and the changes between them, with their texts. Pure.
import type { TaskState } from '../../protocol/types';

export const STATE_LABEL: Record<TaskState, string> = {
  draft: 'Draft',
  open: 'Open',
  paused: 'Paused',
  closed: 'Closed',
};

export const STATE_MEANING: Record<TaskState, string> = {
  draft: 'Only admins can see it.',
  open: 'Members can work on it.',
  paused: 'Members can view it and comment. Labels, verdicts and stages cannot change until it is resumed.',
  closed: 'Work has ended. Members can still view it.',
};

export interface StateChange {
  readonly to: TaskState;
  /** The text of the button. */
  readonly label: string;
  readonly title: string;
  readonly effect: string;
  /** Whether the change stops work. */
  readonly stops: boolean;
}

const PUBLISH: StateChange = {
  to: 'open',
  label: 'Publish',
  title: 'Publish this task?',
  effect:
    'Its members see it in My tasks and can start at once. It cannot become a draft again. To stop work, pause it.',
  stops: false,
};

const PAUSE: StateChange = {
  to: 'paused',
  label: 'Pause',
  title: 'Pause this task?',
  effect:
    'Open tabs become read-only at once: nobody can change labels, give verdicts or move items on. Everything saved is kept, members can still view the items, and you can resume the task at any time.',
  stops: true,
};

const CLOSE: StateChange = {
  to: 'closed',
  label: 'Close',
  title: 'Close this task?',
  effect:
    'Open tabs become read-only at once, and the task moves to Done. Accepted results stay in the dataset, and all other items stay as they are. You can reopen the task.',
  stops: true,
};

const RESUME: StateChange = {
  to: 'open',
  label: 'Resume',
  title: 'Resume this task?',
  effect: 'Members can continue where they stopped.',
  stops: false,
};

const REOPEN: StateChange = {
  to: 'open',
  label: 'Reopen',
  title: 'Reopen this task?',
  effect: 'Its members see it in My tasks again and can continue where they stopped.',
  stops: false,
};

export const STATE_CHANGES: Record<TaskState, readonly StateChange[]> = {
  draft: [PUBLISH],
  open: [PAUSE, CLOSE],
  paused: [RESUME, CLOSE],
  closed: [REOPEN],
};
