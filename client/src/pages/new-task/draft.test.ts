// A task draft: what it lacks, how it is stored, and the request it becomes.
import { expect, test } from 'vitest';
import { draftProblems, emptyDraft, readDraft, requestOf, storeDraft, type TaskDraft, withRole } from './draft';

const ADA = {
  person: { id: 'ada', name: 'Ada', color: '#0072b2' },
  email: 'ada@example.org',
  roles: ['admin' as const],
};
const empty = emptyDraft(ADA);
const BO = {
  person: { id: 'bo', name: 'Bo', color: '#d55e00' },
  email: 'bo@example.org',
  roles: ['annotator' as const, 'reviewer' as const, 'inspector' as const],
};
const whole: TaskDraft = {
  ...empty,
  members: [ADA, BO],
  name: ' Streets ',
  dataset: 'd1',
  ontology: { classes: [{ id: 'car', name: 'Car', color: '#0072b2', shapes: ['box'] }] },
};
const said = (draft: TaskDraft, pictures: number | null) =>
  draftProblems(draft, pictures).map(({ sentence }) => sentence);

test('reports what is missing, and what prevents even a draft', () => {
  expect(said(empty, null)).toEqual([
    'The task has no name yet.',
    'No dataset is chosen yet.',
    'The ontology has no classes yet.',
    'Annotate has no annotator yet. Add one.',
    'Review has no reviewer yet. Add one.',
    'Acceptance has no inspector yet. Add one.',
  ]);
  expect(draftProblems(empty, null).map(({ blocksDraft }) => blocksDraft)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(said(whole, 0)).toEqual(['The dataset has no images yet.']);
  expect(said({ ...whole, members: withRole([ADA, BO], 'bo', 'reviewer', false) }, 3)).toEqual([
    'Review has no reviewer yet. Add one.',
  ]);
  const wrong = { ...whole, ontology: { classes: [{ id: 'x', name: '', color: 'red', shapes: ['box' as const] }] } };
  expect(said(wrong, 3)).toEqual(['The ontology has 2 problems to fix.']);
  expect(said(whole, 3)).toEqual([]);
});

test('the request names the dataset by its id, and only people with a role', () => {
  expect(requestOf(empty)).toBeNull();
  const bo = { ...BO, roles: [] };
  expect(requestOf({ ...whole, members: [ADA, bo] })).toMatchObject({
    name: 'Streets',
    dataset: { id: 'd1' },
    members: [{ email: 'ada@example.org', roles: ['admin'] }],
    workflow: { reviews: [{ strict: true, percent: 100 }], acceptance: true },
  });
});

test('a stored draft is read again, and anything in another format is ignored', () => {
  expect(readDraft(JSON.parse(JSON.stringify(storeDraft(whole))), empty)).toEqual(whole);
  for (const other of [null, 'x', { version: 0, draft: whole }, { version: 1 }]) {
    expect(readDraft(other, empty)).toBe(empty);
  }
});
