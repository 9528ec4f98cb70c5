// What a task lacks before it can be published.
import { expect, test } from 'vitest';
import { whatIsMissing } from './missing';

const workflow = { reviews: [{ strict: true, percent: 100 }], acceptance: true };

test('a task without anything is told all that it lacks', () => {
  const missing = whatIsMissing({ classes: 0, items: 0, workflow, members: [['annotator']] });
  expect(missing.map(({ sentence }) => sentence)).toEqual([
    'It has no pictures yet.',
    'Its ontology has no class yet.',
    'Nobody works at Review: add a reviewer.',
    'Nobody works at Acceptance: add an inspector.',
  ]);
});

test('an admin alone is no plan, and a stage that is left out needs nobody', () => {
  const whole = { classes: 1, items: 1, workflow };
  expect(whatIsMissing({ ...whole, members: [['admin']] })).toHaveLength(3);
  expect(whatIsMissing({ ...whole, members: [['annotator', 'reviewer'], ['inspector']] })).toEqual([]);
  const short = { reviews: [], acceptance: false };
  expect(whatIsMissing({ classes: 1, items: 1, workflow: short, members: [['annotator']] })).toEqual([]);
});
