// The stages of a workflow, and what they are called.
import { expect, test } from 'vitest';
import type { Workflow } from '../protocol/setup-contract';
import { hasStage, stageName, stagesOf } from './stages';

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

test('F6 a review has a number only where there are several', () => {
  expect(stageName('review', 2, 3)).toBe('Review 2');
  expect(stageName('review', 1, 1)).toBe('Review');
  expect(stageName('acceptance', 0, 3)).toBe('Acceptance');
});
