// The states of a task and the ways between them, in the reader's words. Pure.
import type { TaskState } from '../../protocol/types';

export const STATE_LABEL: Record<TaskState, string> = {
  draft: 'Draft',
  open: 'Open',
  paused: 'Paused',
  closed: 'Closed',
};

export const STATE_MEANING: Record<TaskState, string> = {
  draft: 'Only managers see it.',
  open: 'Work goes on.',
  paused: 'Everyone can look, and nothing changes until it goes on.',
  closed: 'Work has ended. Everyone can look.',
};

export interface StateChange {
  readonly to: TaskState;
  /** On the button. */
  readonly verb: string;
  readonly title: string;
  readonly effect: string;
  /** Takes work away from people. */
  readonly stops: boolean;
}

const PUBLISH: StateChange = {
  to: 'open',
  verb: 'Publish',
  title: 'Publish this task?',
  effect:
    'Its members see it in My Tasks and can begin at once. It cannot become a draft again; pause it to stop work.',
  stops: false,
};

const PAUSE: StateChange = {
  to: 'paused',
  verb: 'Pause',
  title: 'Pause this task?',
  effect:
    'Open tabs turn read-only at once: no labels, no verdicts, no item moves on. Everything saved stays, everyone can look, and you can let it go on at any time.',
  stops: true,
};

const CLOSE: StateChange = {
  to: 'closed',
  verb: 'Close',
  title: 'Close this task?',
  effect:
    'Open tabs turn read-only at once and the task moves to Done. What is accepted stays in the dataset; what is not stays as it is. You can reopen it.',
  stops: true,
};

const RESUME: StateChange = {
  to: 'open',
  verb: 'Go on',
  title: 'Let this task go on?',
  effect: 'Its members can work again where they stopped.',
  stops: false,
};

const REOPEN: StateChange = {
  to: 'open',
  verb: 'Reopen',
  title: 'Reopen this task?',
  effect: 'Its members find it in My Tasks again and can work where they stopped.',
  stops: false,
};

export const STATE_CHANGES: Record<TaskState, readonly StateChange[]> = {
  draft: [PUBLISH],
  open: [PAUSE, CLOSE],
  paused: [RESUME, CLOSE],
  closed: [REOPEN],
};
