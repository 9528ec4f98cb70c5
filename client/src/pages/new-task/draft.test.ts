// A task on its way: what it lacks, what is kept of it, what it becomes.
import { expect, test } from 'vitest';
import { emptyDraft, lacking, readDraft, requestOf, storeDraft, type TaskDraft, withRole } from './draft';

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
const said = (draft: TaskDraft, pictures: number | null) => lacking(draft, pictures).map(({ sentence }) => sentence);

test('what is missing is told, and what hinders even a draft', () => {
  expect(said(empty, null)).toEqual([
    'It has no name yet.',
    'No dataset is chosen yet.',
    'Its ontology has no class yet.',
    'Nobody works at Annotate: add an annotator.',
    'Nobody works at Review: add a reviewer.',
    'Nobody works at Acceptance: add an inspector.',
  ]);
  expect(lacking(empty, null).map(({ hinders }) => hinders)).toEqual([true, true, false, false, false, false]);
  expect(said(whole, 0)).toEqual(['The dataset has no pictures yet.']);
  expect(said({ ...whole, members: withRole([ADA, BO], 'bo', 'reviewer', false) }, 3)).toEqual([
    'Nobody works at Review: add a reviewer.',
  ]);
  const wrong = { ...whole, ontology: { classes: [{ id: 'x', name: '', color: 'red', shapes: ['box' as const] }] } };
  expect(said(wrong, 3)).toEqual(['The ontology is to be put right at 2 places.']);
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

test('what was typed is read again; what is not ours is passed over', () => {
  expect(readDraft(JSON.parse(JSON.stringify(storeDraft(whole))), empty)).toEqual(whole);
  for (const other of [null, 'x', { version: 0, draft: whole }, { version: 1 }]) {
    expect(readDraft(other, empty)).toBe(empty);
  }
});
