// Settings of a task and refusals of edits, in the words of the log.
import type { AuditRow } from '../../protocol/types';
import { counted } from '../../ui/counted';
import { flagOf, listOf, objectOf, textOf } from './details';

const STATE: Readonly<Record<string, string>> = {
  draft: 'took the task back to a draft',
  open: 'opened the task',
  paused: 'paused the task',
  closed: 'closed the task',
};

const REQUIRES: Readonly<Record<string, string>> = {
  nothing: 'let items be finished whatever is open',
  resolved_issues: 'made open issues be resolved before an item is finished',
  requirements: 'made what is missing be added before an item is finished',
};

const DISTRIBUTION: Readonly<Record<string, string>> = {
  pool: 'let everyone take any item',
  assigned: 'gave each item to one person',
};

/** One phrase for each setting that a row names: those that were not touched are null. */
export function taskChanges(details: AuditRow['details']): string[] {
  const name = textOf(details, 'name');
  const state = textOf(details, 'state');
  const requires = textOf(details, 'finish_requires');
  const distribution = textOf(details, 'distribution');
  const tags = listOf(details, 'issue_tags');
  const turned = (key: string, what: string) => {
    const on = flagOf(details, key);
    return on !== null && `switched ${what} ${on ? 'on' : 'off'}`;
  };
  return [
    name !== null && `named the task “${name}”`,
    state !== null && (STATE[state] ?? `set the task to ${state}`),
    turned('editor_lock', 'the editor lock'),
    turned('strict_review', 'strict review'),
    turned('consensus', 'consensus'),
    requires !== null && (REQUIRES[requires] ?? `changed what must be settled before an item is finished`),
    distribution !== null && (DISTRIBUTION[distribution] ?? 'changed who gets which item'),
    (objectOf(details, 'workflow') ?? listOf(details, 'workflow')) !== null && 'changed the workflow',
    objectOf(details, 'ontology') !== null && 'changed the classes',
    tags !== null && `set ${counted(tags.length, 'issue tag')}`,
  ].filter((change) => change !== false);
}

/** Why an edit was refused, by the code of the refusal. */
export const REFUSED_BECAUSE: Readonly<Record<string, string>> = {
  malformed: 'what was sent could not be read',
  too_large: 'it was larger than is allowed',
  too_fast: 'too much was sent at once',
  gap: 'an edit before it was missing',
  client_id: 'the connection’s number belongs to somebody else',
  server_only: 'only the server writes that part',
  locked: 'somebody else held the lock',
  lock_lost: 'the lock had been taken away',
  role: 'their role does not write at this stage',
  stage: 'labels cannot be changed at this stage',
  schema: 'the label was not in a form that is allowed',
  class: 'the task has no such class, or not with that shape',
  attribute: 'an attribute or its value is not allowed',
  geometry: 'it lay outside the picture, or had no area',
  limit: 'the item holds as much as is allowed',
  judged: 'the label was judged already',
  view_only: 'the item was opened for comments only',
  paused: 'the task was not open',
  assigned: 'the item is assigned to somebody else',
  storage_down: 'the database could not be reached',
};
