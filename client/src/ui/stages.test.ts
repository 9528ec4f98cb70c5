// Tests the stages of a workflow and their names.
import { expect, test } from 'vitest';
import type { Workflow } from '../protocol/types';
import { hasStage, isStrict, nextPosition, stageName, stagesOf } from './stages';

const review = { strict: true, percent: 100 };
const workflow = (reviews: number, acceptance: boolean): Workflow => ({
  reviews: Array.from({ length: reviews }, () => review),
  acceptance,
});

test('F6 each stage but annotate can be left out', () => {
  expect(stagesOf(workflow(0, false))).toEqual(['annotate', 'complete']);
  expect(stagesOf(workflow(2, true))).toEqual(['annotate', 'review', 'acceptance', 'complete']);
  expect(hasStage(workflow(0, true), 'review')).toBe(false);
  expect(hasStage(workflow(1, false), 'acceptance')).toBe(false);
});

test('F6 a review is numbered only if there are several', () => {
  expect(stageName('review', 2, 3)).toBe('Review 2');
  expect(stageName('review', 1, 1)).toBe('Review');
  expect(stageName('acceptance', 0, 3)).toBe('Acceptance');
});

test('F53 an item goes from review to review, to acceptance, to complete', () => {
  const path = [];
  for (
    let at = nextPosition(workflow(2, true), { stage: 'annotate', pass: 0 });
    ;
    at = nextPosition(workflow(2, true), at)
  ) {
    path.push(`${at.stage} ${at.pass}`);
    if (at.stage === 'complete') break;
  }
  expect(path).toEqual(['review 1', 'review 2', 'acceptance 0', 'complete 0']);
  expect(nextPosition(workflow(0, false), { stage: 'annotate', pass: 0 }).stage).toBe('complete');
});

test('F55 each review has its own strictness', () => {
  const two: Workflow = {
    reviews: [
      { strict: false, percent: 100 },
      { strict: true, percent: 20 },
    ],
    acceptance: true,
  };
  expect([1, 2].map((pass) => isStrict(two, pass))).toEqual([false, true]);
  // There is no review in acceptance.
  expect(isStrict(two, 0)).toBe(false);
});
