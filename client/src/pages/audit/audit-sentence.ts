// Describes a row of the audit log in a sentence: who did what, to which item or person. An unknown action is shown by its
// code. Pure.
import type { AuditRow } from '../../protocol/types';
import { counted } from '../../ui/counted';
import {
  flagOf,
  joinPhrases,
  listOf,
  numberOf,
  objectOf,
  reasonOf,
  rolesOf,
  stageChangeText,
  stageOf,
  textOf,
} from './read-details';
import { REFUSAL_REASON, taskChanges } from './setting-text';

/** Returns the part of the sentence after the actor's name. */
type Predicate = (row: AuditRow) => string;

const file = (row: AuditRow): string => row.file_name ?? 'an item';
const subject = (row: AuditRow): string => row.subject?.name ?? 'a deleted user';
const own = (row: AuditRow): boolean => row.subject !== null && row.subject.id === row.by?.id;
const countText = (row: AuditRow, key: string, one: string): string => counted(numberOf(row.details, key) ?? 0, one);
const quoted = (text: string | null): string => (text === null ? '' : ` “${text}”`);

const VERDICT_PHRASE: Readonly<Record<string, (labels: string) => string>> = {
  approved: (labels) => `approved ${labels} in`,
  rejected: (labels) => `rejected ${labels} in`,
  pending: (labels) => `reset ${labels} to pending in`,
};

const BULK_PHRASE: Readonly<Record<string, string>> = {
  accept: 'accepting',
  reject: 'rejecting',
  unlock: 'unlocking',
  assign: 'assigning',
  prioritise: 'setting the priority of',
};

export const PREDICATES: Readonly<Record<string, Predicate>> = {
  'item.submit': (row) => `submitted ${file(row)}${stageChangeText(row.details)}`,
  'item.approve': (row) => `approved ${file(row)}${stageChangeText(row.details)}`,
  'item.accept': (row) => `accepted ${file(row)}`,
  'item.reject': (row) =>
    `sent ${file(row)} back${stageChangeText(row.details)}${row.subject ? `, to ${row.subject.name}` : ''}${reasonOf(row.details)}`,
  'item.revise': (row) =>
    `sent ${file(row)} back for revision${stageChangeText(row.details)}${row.subject ? `, to ${row.subject.name}` : ''}${reasonOf(row.details)}`,
  'item.skip': (row) => `skipped ${file(row)}${reasonOf(row.details)}`,
  'label.judge': (row) => {
    const labels = counted(listOf(row.details, 'labels')?.length ?? 0, 'label');
    const judged = VERDICT_PHRASE[textOf(row.details, 'verdict') ?? '']?.(labels) ?? `gave a verdict on ${labels} in`;
    return `${judged} ${file(row)}${reasonOf(row.details)}`;
  },
  'issue.delete': (row) =>
    `deleted an issue of ${subject(row)} on ${file(row)}, with ${countText(row, 'comments', 'comment')}`,
  'lock.release': (row) => `released their lock on ${file(row)}`,
  'lock.force': (row) => `unlocked ${file(row)}, which ${subject(row)} was editing${reasonOf(row.details)}`,
  'lock.hand_over': (row) => `handed the lock on ${file(row)} over to ${subject(row)}`,
  'lock.take_over': (row) => `took over their lock on ${file(row)} in another tab`,
  'lock.expire': (row) => `released ${subject(row)}’s lock on ${file(row)} after losing contact with them`,
  'edit.refuse': (row) => {
    const code = textOf(row.details, 'code') ?? '';
    return `tried to edit ${file(row)}, but the edit was refused: ${REFUSAL_REASON[code] ?? code}`;
  },
  'member.change': (row) => {
    const [before, after] = [rolesOf(row.details, 'before'), rolesOf(row.details, 'after')];
    if (after === '') return `removed ${subject(row)} (${before}) from the task`;
    if (before === '') return `added ${subject(row)} to the task as ${after}`;
    return `changed ${subject(row)}’s roles from ${before} to ${after}`;
  },
  'task.import': (row) =>
    `imported the task${quoted(textOf(row.details, 'name'))} with ${countText(row, 'items', 'item')}`,
  'task.create': (row) =>
    `created the task${quoted(textOf(row.details, 'name'))} with ${countText(row, 'items', 'item')}`,
  'task.items': (row) => `added ${countText(row, 'items', 'item')} to the task`,
  'task.change': (row) => {
    const changes = taskChanges(row.details);
    return changes.length === 0 ? 'saved the task settings without changes' : joinPhrases(changes);
  },
  'task.ontology': (row) => {
    const broken = listOf(row.details, 'breaks')?.length ?? 0;
    return `changed the ontology of the task${broken === 0 ? '' : `, with ${counted(broken, 'breaking change')}`}`;
  },
  'bulk.start': (row) => {
    const kind = textOf(objectOf(row.details, 'action') ?? {}, 'kind') ?? '';
    return `started ${BULK_PHRASE[kind] ?? 'changing'} ${countText(row, 'items', 'item')}`;
  },
  'bulk.cancel': () => 'cancelled a bulk action',
  'sample.draw': (row) =>
    `drew a sample of ${countText(row, 'drawn', 'item')} from ${(numberOf(row.details, 'population') ?? 0).toLocaleString()}`,
  'sample.delete': () => 'deleted an undecided sample',
  'sample.decide': (row) => {
    const accepts = textOf(row.details, 'decision') === 'accept';
    const note = textOf(row.details, 'note');
    const what = `${accepts ? 'accept' : 'reject'} the other ${countText(row, 'items', 'item')}`;
    return `decided, based on a sample, to ${what}${note === null ? '' : `: “${note}”`}`;
  },
  'dataset.create': (row) => `created the dataset${quoted(textOf(row.details, 'name'))}`,
  'dataset.upload': (row) => `added ${countText(row, 'pictures', 'image')} to a dataset`,
  'dataset.export': (row) => {
    const chosen = Object.keys(objectOf(row.details, 'filter') ?? {}).length > 0;
    return `exported ${chosen ? 'part of ' : ''}the accepted results of a dataset`;
  },
  'user.create': (row) =>
    `created an account for ${subject(row)}${flagOf(row.details, 'is_admin') ? ' with administrator rights' : ''}`,
  'user.change': (row) => {
    const whose = own(row) ? 'their own' : `${subject(row)}’s`;
    const changes = [
      textOf(row.details, 'name') !== null && `changed ${whose} name to${quoted(textOf(row.details, 'name'))}`,
      flagOf(row.details, 'disabled') === true && `disabled ${whose} account`,
      flagOf(row.details, 'disabled') === false && `enabled ${whose} account`,
      flagOf(row.details, 'is_admin') === true && `made ${subject(row)} an administrator`,
      flagOf(row.details, 'is_admin') === false && `removed administrator rights from ${subject(row)}`,
      flagOf(row.details, 'password') === true &&
        `set ${own(row) ? 'their own' : 'a new'} password${own(row) ? '' : ` for ${subject(row)}`}`,
    ].filter((change) => change !== false);
    return changes.length === 0 ? `saved ${whose} account without changes` : joinPhrases(changes);
  },
};

/** Returns the name of the acting user, the command line or the server. */
function actorOf(row: AuditRow): string {
  if (row.by !== null) return row.by.name;
  return /^(user|member|task)\./.test(row.action) ? 'The command line' : 'The server';
}

export function auditSentence(row: AuditRow): string {
  const predicate = PREDICATES[row.action];
  if (predicate !== undefined) return `${actorOf(row)} ${predicate(row)}`;
  const about = row.file_name === null ? '' : ` on ${row.file_name}`;
  const stage = stageOf(row.details, 'stage');
  return `${actorOf(row)} performed “${row.action}”${about}${stage === null ? '' : ` in ${stage}`}${reasonOf(row.details)}`;
}
