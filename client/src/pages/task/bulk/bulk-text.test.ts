// The texts of bulk actions.
import { expect, test } from 'vitest';
import type { BulkJob } from '../../../protocol/types';
import { effectOf, outcomeOf, percentOf, titleOf } from './bulk-text';

test('F29 the button names the effect and the number of items', () => {
  expect(effectOf({ kind: 'accept' }, 340)).toBe('Accept 340 items');
  expect(effectOf({ kind: 'reject', reason: 'x' }, 1)).toBe('Reject 1 item');
  expect(effectOf({ kind: 'assign', to: [] }, 2)).toBe('Assign 2 items to nobody');
  expect(effectOf({ kind: 'assign', to: ['a', 'b'] }, 2)).toBe('Assign 2 items to 2 people');
  expect(effectOf({ kind: 'prioritise', priority: 2 }, 2)).toBe('Set 2 items to urgent priority');
});

test('F29 progress counts what failed, and an action on nothing is done', () => {
  const job = { action: { kind: 'accept' }, state: 'running', total: 8, done: 3, failed: 1 } as BulkJob;
  expect(percentOf(job)).toBe(50);
  expect(outcomeOf(job)).toBe('3 accepted, 1 failed');
  expect(outcomeOf({ ...job, failed: 0 })).toBe('3 accepted');
  expect(titleOf(job)).toBe('Accepting 8 items');
  expect(titleOf({ ...job, state: 'cancelled' })).toBe('Cancelled: accepting 8 items');
  expect(percentOf({ ...job, total: 0, done: 0, failed: 0 })).toBe(100);
});
