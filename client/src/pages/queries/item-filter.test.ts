// Which items match a filter, as far as the items themselves show it.
import { expect, test } from 'vitest';
import type { Item, ItemFilter } from '../../protocol/types';
import { stillMatches, withActivities, withoutKeys } from './item-filter';

const ana = { id: 'ana', name: 'Ana', color: '#000000' };
const item = {
  id: 'i',
  stage: 'review',
  review_pass: 2,
  status: 'in_progress',
  assignee: null,
  lock: { person: ana, since: '', mine: false },
  opened: true,
  priority: 1,
  submitted_by: ana,
  reviewed_by: null,
  open_issues: 1,
  comment_count: 0,
  violations: 0,
} as unknown as Item;

test('F5 F6 F7 an item stays in a list unless it contradicts the filter', () => {
  const fits: ItemFilter[] = [
    {},
    { stage: 'review', review_pass: 2, status: 'in_progress' },
    { assignee: 'none', locked: true, locked_by: 'ana' },
    { opened: true, priority: 1, annotator: 'ana', has: 'open_issues' },
    // The item does not show these; only the server knows.
    { class: 'c', sample: 's', q: 'zzz', has: 'revised,skipped,rejected' },
  ];
  for (const filter of fits) expect(stillMatches(item, filter), JSON.stringify(filter)).toBe(true);
});

test('F5 F6 F7 an item leaves a list when it contradicts a part of the filter', () => {
  const wrong: ItemFilter[] = [
    { stage: 'acceptance' },
    { stage: 'review', review_pass: 1 },
    { status: 'waiting' },
    { assignee: 'ana' },
    { locked_by: 'bo' },
    { opened: false },
    { priority: 0 },
    { annotator: 'bo' },
    { reviewer: 'ana' },
    { has: 'comments' },
    { has: 'open_issues,violations' },
  ];
  for (const filter of wrong) expect(stillMatches(item, filter), JSON.stringify(filter)).toBe(false);
  expect(stillMatches({ ...item, lock: null }, { locked: true })).toBe(false);
});

test('F6 removing the stage also removes the review number', () => {
  expect(withoutKeys({ stage: 'review', review_pass: 2, q: 'x' }, ['stage'])).toEqual({ q: 'x' });
  expect(withActivities({ q: 'x', has: 'comments' }, [])).toEqual({ q: 'x' });
});
