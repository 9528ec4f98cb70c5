// A row of the log as a sentence: who did what to whom, in plain words. Pure; an action it does not know is named as it is.
import type { AuditRow } from '../../protocol/types';
import { counted } from '../../ui/counted';
import { flagOf, inWords, listOf, numberOf, objectOf, reasonOf, rolesOf, stageOf, textOf, wayOf } from './details';
import { REFUSED_BECAUSE, taskChanges } from './setting-words';

/** What follows the name of who did it. */
type Predicate = (row: AuditRow) => string;

const file = (row: AuditRow): string => row.file_name ?? 'an item';
const subject = (row: AuditRow): string => row.subject?.name ?? 'somebody who is gone';
const own = (row: AuditRow): boolean => row.subject !== null && row.subject.id === row.by?.id;
const amount = (row: AuditRow, key: string, one: string): string => counted(numberOf(row.details, key) ?? 0, one);
const quoted = (text: string | null): string => (text === null ? '' : ` “${text}”`);

const JUDGED: Readonly<Record<string, (labels: string) => string>> = {
  approved: (labels) => `approved ${labels} of`,
  rejected: (labels) => `rejected ${labels} of`,
  pending: (labels) => `set ${labels} back to pending in`,
};

const BULK: Readonly<Record<string, string>> = {
  accept: 'to accept',
  reject: 'to reject',
  unlock: 'to unlock',
  assign: 'to assign',
  prioritise: 'to prioritise',
};

export const PREDICATES: Readonly<Record<string, Predicate>> = {
  'item.submit': (row) => `submitted ${file(row)}${wayOf(row.details)}`,
  'item.approve': (row) => `approved ${file(row)}${wayOf(row.details)}`,
  'item.accept': (row) => `accepted ${file(row)}`,
  'item.reject': (row) =>
    `sent ${file(row)} back${wayOf(row.details)}${row.subject ? `, to ${row.subject.name}` : ''}${reasonOf(row.details)}`,
  'item.revise': (row) =>
    `took ${file(row)} back after it was accepted${wayOf(row.details)}${row.subject ? `, to ${row.subject.name}` : ''}${reasonOf(row.details)}`,
  'item.skip': (row) => `skipped ${file(row)}${reasonOf(row.details)}`,
  'label.judge': (row) => {
    const labels = counted(listOf(row.details, 'labels')?.length ?? 0, 'label');
    const judged = JUDGED[textOf(row.details, 'verdict') ?? '']?.(labels) ?? `judged ${labels} of`;
    return `${judged} ${file(row)}${reasonOf(row.details)}`;
  },
  'issue.delete': (row) =>
    `deleted an issue of ${subject(row)} on ${file(row)}, with ${amount(row, 'comments', 'comment')}`,
  'lock.release': (row) => `ended their own lock on ${file(row)}`,
  'lock.force': (row) => `unlocked ${file(row)}, which ${subject(row)} was editing${reasonOf(row.details)}`,
  'lock.hand_over': (row) => `handed the lock on ${file(row)} over to ${subject(row)}`,
  'lock.take_over': (row) => `took their lock on ${file(row)} over in another tab`,
  'lock.expire': (row) => `ended the lock of ${subject(row)} on ${file(row)}: nothing was heard from them any more`,
  'edit.refuse': (row) => {
    const code = textOf(row.details, 'code') ?? '';
    return `tried to edit ${file(row)} and was refused: ${REFUSED_BECAUSE[code] ?? code}`;
  },
  'member.change': (row) => {
    const [before, after] = [rolesOf(row.details, 'before'), rolesOf(row.details, 'after')];
    if (after === '') return `removed ${subject(row)} from the task, who was ${before}`;
    if (before === '') return `added ${subject(row)} to the task as ${after}`;
    return `changed what ${subject(row)} is in the task: ${after}, before ${before}`;
  },
  'task.import': (row) =>
    `imported the task${quoted(textOf(row.details, 'name'))} with ${amount(row, 'items', 'item')}`,
  'task.create': (row) => `made the task${quoted(textOf(row.details, 'name'))} with ${amount(row, 'items', 'item')}`,
  'task.items': (row) => `added ${amount(row, 'items', 'item')} to the task`,
  'task.change': (row) => {
    const changes = taskChanges(row.details);
    return changes.length === 0 ? 'saved the settings of the task as they were' : inWords(changes);
  },
  'task.ontology': (row) => {
    const broken = listOf(row.details, 'breaks')?.length ?? 0;
    return `changed the classes of the task${broken === 0 ? '' : `, of which ${counted(broken, 'part')} removed or narrowed what labels use`}`;
  },
  'bulk.start': (row) => {
    const kind = textOf(objectOf(row.details, 'action') ?? {}, 'kind') ?? '';
    return `began ${BULK[kind] ?? 'to change'} ${amount(row, 'items', 'item')}`;
  },
  'bulk.cancel': () => 'stopped an action on many items before its end',
  'sample.draw': (row) =>
    `drew a sample of ${amount(row, 'drawn', 'item')} from ${(numberOf(row.details, 'population') ?? 0).toLocaleString()}`,
  'sample.delete': () => 'deleted a sample that was not decided',
  'sample.decide': (row) => {
    const accepts = textOf(row.details, 'decision') === 'accept';
    const note = textOf(row.details, 'note');
    const what = `${accepts ? 'accept' : 'send back'} the other ${amount(row, 'items', 'item')}`;
    return `decided on a sample to ${what}${note === null ? '' : `: “${note}”`}`;
  },
  'dataset.create': (row) => `made the dataset${quoted(textOf(row.details, 'name'))}`,
  'dataset.upload': (row) => `added ${amount(row, 'pictures', 'picture')} to a dataset`,
  'dataset.export': (row) => {
    const chosen = Object.keys(objectOf(row.details, 'filter') ?? {}).length > 0;
    return `exported ${chosen ? 'a part of ' : ''}the accepted results of a dataset`;
  },
  'user.create': (row) =>
    `made an account for ${subject(row)}${flagOf(row.details, 'is_admin') ? ', as an administrator' : ''}`,
  'user.change': (row) => {
    const whose = own(row) ? 'their own' : `${subject(row)}’s`;
    const changes = [
      textOf(row.details, 'name') !== null && `changed ${whose} name to${quoted(textOf(row.details, 'name'))}`,
      flagOf(row.details, 'disabled') === true && `disabled ${whose} account`,
      flagOf(row.details, 'disabled') === false && `enabled ${whose} account`,
      flagOf(row.details, 'is_admin') === true && `made ${subject(row)} an administrator`,
      flagOf(row.details, 'is_admin') === false && `took administration away from ${subject(row)}`,
      flagOf(row.details, 'password') === true &&
        `set ${own(row) ? 'their own' : 'a new'} password${own(row) ? '' : ` for ${subject(row)}`}`,
    ].filter((change) => change !== false);
    return changes.length === 0 ? `saved ${whose} account as it was` : inWords(changes);
  },
};

/** Done without anyone signed in: on the command line, or by the server itself. */
function actorOf(row: AuditRow): string {
  if (row.by !== null) return row.by.name;
  return /^(user|member|task)\./.test(row.action) ? 'The command line' : 'The server';
}

export function auditSentence(row: AuditRow): string {
  const predicate = PREDICATES[row.action];
  if (predicate !== undefined) return `${actorOf(row)} ${predicate(row)}`;
  const about = row.file_name === null ? '' : ` on ${row.file_name}`;
  const stage = stageOf(row.details, 'stage');
  return `${actorOf(row)} did “${row.action}”${about}${stage === null ? '' : ` in ${stage}`}${reasonOf(row.details)}`;
}
