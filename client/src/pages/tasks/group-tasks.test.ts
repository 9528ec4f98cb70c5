// How My Tasks groups tasks.
import { expect, test } from 'vitest';
import type { Role, TaskCard } from '../../protocol/types';
import { groupTasks, resubmittedFilter, returnedToMeFilter, stageFilter } from './group-tasks';

function card(name: string, roles: Role[], todo: Partial<TaskCard['todo']>, complete = 0): TaskCard {
  const stages = { annotate: 0, review: 0, acceptance: 0, complete, ...todo };
  return {
    id: name,
    name,
    dataset_id: 'd',
    roles,
    stages,
    total: stages.annotate + stages.review + stages.acceptance + stages.complete,
    admins: [],
    todo: { annotate: 0, review: 0, acceptance: 0, ...todo },
    created_at: '2026-01-01T00:00:00Z',
    state: 'open',
    distribution: 'pool',
    rejected_to_me: 0,
    to_review_again: 0,
  };
}

const names = (groups: ReturnType<typeof groupTasks>) =>
  groups.map((group) => `${group.key}: ${group.tasks.map(({ task, count }) => `${task.name} ${count}`).join(', ')}`);

const tasks = [
  card('streets', ['annotator', 'inspector'], { annotate: 3, acceptance: 2 }, 5),
  card('farm', ['reviewer'], {}, 9),
  card('aerial', ['admin'], { annotate: 4 }),
];

test('F2 a task to do is in the group of each stage I work at, and in no other', () => {
  expect(names(groupTasks(tasks, 'todo'))).toEqual([
    'annotate: streets 3',
    'acceptance: streets 2',
    'manage: aerial 4',
  ]);
});

test('F2 a task without items waiting for me is done', () => {
  expect(names(groupTasks(tasks, 'done'))).toEqual(['review: farm 0']);
});

test('F2 a draft is to do for its admin, and a closed task for nobody', () => {
  const draft = { ...card('draft', ['admin', 'annotator'], {}), state: 'draft' as const };
  const closed = { ...card('closed', ['annotator'], { annotate: 3 }), state: 'closed' as const };
  const paused = { ...card('paused', ['annotator'], { annotate: 3 }), state: 'paused' as const };
  expect(names(groupTasks([draft, closed, paused], 'todo'))).toEqual(['annotate: paused 3', 'manage: draft 0']);
  expect(names(groupTasks([draft, closed, paused], 'done'))).toEqual(['annotate: closed 3']);
});

test('F3 F12 the button of a stage opens its items, or only mine if items are assigned', () => {
  const pool = card('pool', ['inspector'], { acceptance: 2 });
  expect(stageFilter(pool, 'acceptance', 'me')).toEqual({ stage: 'acceptance' });
  const assigned = { ...pool, distribution: 'assigned' as const };
  expect(stageFilter(assigned, 'acceptance', 'me')).toEqual({ stage: 'acceptance', assignee: 'me' });
});

test('F32 returned items are a filter of the list', () => {
  expect(returnedToMeFilter('me')).toEqual({ status: 'sent_back', assignee: 'me' });
  expect(resubmittedFilter('me')).toEqual({ status: 'resubmitted', returned_by: 'me' });
});
