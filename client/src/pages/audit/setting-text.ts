// Describes changes of task settings and refusals of edits for the audit log.
import type { AuditRow } from '../../protocol/types';
import { counted } from '../../ui/counted';
import { flagOf, listOf, objectOf, textOf } from './read-details';

const STATE: Readonly<Record<string, string>> = {
  draft: 'returned the task to draft',
  open: 'opened the task',
  paused: 'paused the task',
  closed: 'closed the task',
};

const REQUIRES: Readonly<Record<string, string>> = {
  nothing: 'removed the requirements for finishing items',
  resolved_issues: 'set the requirements for finishing items to required classes and attributes, and resolved issues',
  requirements: 'set the requirements for finishing items to required classes and attributes',
};

const DISTRIBUTION: Readonly<Record<string, string>> = {
  pool: 'made items available to anyone with the role',
  assigned: 'restricted items to their assignees',
};

/** Returns one phrase for each changed setting. Settings that did not change are null in the row. */
export function taskChanges(details: AuditRow['details']): string[] {
  const name = textOf(details, 'name');
  const state = textOf(details, 'state');
  const requires = textOf(details, 'finish_requires');
  const distribution = textOf(details, 'distribution');
  const tags = listOf(details, 'issue_tags');
  const toggleText = (key: string, what: string) => {
    const on = flagOf(details, key);
    return on !== null && `turned ${what} ${on ? 'on' : 'off'}`;
  };
  return [
    name !== null && `renamed the task to “${name}”`,
    state !== null && (STATE[state] ?? `set the task to ${state}`),
    toggleText('editor_lock', 'the editor lock'),
    toggleText('strict_review', 'strict review'),
    toggleText('consensus', 'consensus'),
    requires !== null && (REQUIRES[requires] ?? `changed the requirements for finishing items`),
    distribution !== null && (DISTRIBUTION[distribution] ?? 'changed how items are distributed'),
    (objectOf(details, 'workflow') ?? listOf(details, 'workflow')) !== null && 'changed the workflow',
    objectOf(details, 'ontology') !== null && 'changed the ontology',
    tags !== null && `set ${counted(tags.length, 'issue tag')}`,
  ].filter((change) => change !== false);
}

/** The reason for a refused edit, by refusal code. */
export const REFUSAL_REASON: Readonly<Record<string, string>> = {
  malformed: 'the message could not be read',
  too_large: 'it was too large',
  too_fast: 'too many edits were sent at once',
  gap: 'an earlier edit was missing',
  client_id: 'the client id belongs to someone else',
  server_only: 'only the server can write that part',
  locked: 'someone else held the lock',
  lock_lost: 'they had lost the lock',
  role: 'their role cannot edit at this stage',
  stage: 'labels cannot be edited at this stage',
  schema: 'the label was malformed',
  class: 'the task has no such class, or the class does not allow that shape',
  attribute: 'an attribute or its value is not allowed',
  geometry: 'the shape was outside the image or had no area',
  limit: 'the item has reached its size limit',
  judged: 'the label already has a verdict',
  view_only: 'the item was open for comments only',
  paused: 'the task was not open',
  assigned: 'the item is assigned to someone else',
  storage_down: 'the database was unavailable',
};
