// What a task lacks before it can be published.
import { expect, test } from 'vitest';
import { missingSetup } from './missing-setup';

const workflow = { reviews: [{ strict: true, percent: 100 }], acceptance: true };

test('an empty task lacks everything', () => {
  const missing = missingSetup({ classes: 0, items: 0, workflow, members: [['annotator']] });
  expect(missing.map(({ sentence }) => sentence)).toEqual([
    'The task has no images yet.',
    'The ontology has no classes yet.',
    'Review has no reviewer yet. Add one.',
    'Acceptance has no inspector yet. Add one.',
  ]);
});

test('an admin alone is not enough, and a stage that is left out needs nobody', () => {
  const whole = { classes: 1, items: 1, workflow };
  expect(missingSetup({ ...whole, members: [['admin']] })).toHaveLength(3);
  expect(missingSetup({ ...whole, members: [['annotator', 'reviewer'], ['inspector']] })).toEqual([]);
  const short = { reviews: [], acceptance: false };
  expect(missingSetup({ classes: 1, items: 1, workflow: short, members: [['annotator']] })).toEqual([]);
});
