// The interface texts for the status, priority and activity of an item.
import type { Activity, Status } from '../protocol/types';
import { counted } from './counted';

export const STATUSES: readonly Status[] = ['waiting', 'in_progress', 'sent_back', 'resubmitted', 'complete'];

export const STATUS_LABEL: Record<Status, string> = {
  waiting: 'Waiting',
  in_progress: 'In progress',
  sent_back: 'Sent back',
  resubmitted: 'Resubmitted',
  complete: 'Complete',
};

export const STATUS_DESCRIPTION: Record<Status, string> = {
  waiting: 'Nobody has started on it at this stage',
  in_progress: 'Someone is working on it, or has started',
  sent_back: 'Sent back and not yet resubmitted',
  resubmitted: 'Submitted again after it was sent back',
  complete: 'Accepted',
};

/** Most urgent first, as when sorting by priority. */
export const PRIORITIES: readonly number[] = [2, 1, 0, -1];

const PRIORITY_LABEL: Readonly<Record<number, string>> = { [-1]: 'Low', 0: 'Normal', 1: 'High', 2: 'Urgent' };

export const ACTIVITIES: readonly Activity[] = [
  'open_issues',
  'comments',
  'rejected',
  'revised',
  'skipped',
  'violations',
];

export const ACTIVITY_LABEL: Record<Activity, string> = {
  open_issues: 'Open issues',
  comments: 'Comments',
  rejected: 'Was rejected',
  revised: 'Was revised',
  skipped: 'Was skipped',
  violations: 'Violations',
};

export function priorityLabel(priority: number): string {
  return PRIORITY_LABEL[priority] ?? String(priority);
}

export function isPriority(value: unknown): value is number {
  return PRIORITIES.some((each) => each === value);
}

export function isStatus(value: unknown): value is Status {
  return STATUSES.some((each) => each === value);
}

export function isActivity(value: unknown): value is Activity {
  return ACTIVITIES.some((each) => each === value);
}

/** Formats a number of items: "1 item", "1,200 items". */
export function itemCount(count: number): string {
  return counted(count, 'item');
}
