// The selection of the list.
import { expect, test } from 'vitest';
import { ALL, asBulk, countOf, isSelected, marked, NOTHING, pruned } from './selection';

test('F29 items are selected and deselected one by one or by ranges', () => {
  const some = marked(NOTHING, ['a', 'b', 'c'], true);
  expect(countOf(some, 100)).toBe(3);
  expect(isSelected(some, 'b')).toBe(true);
  const less = marked(some, ['b', 'x'], false);
  expect(isSelected(less, 'b')).toBe(false);
  expect(asBulk(less, { stage: 'review' })).toEqual({ items: ['a', 'c'] });
  expect(countOf(NOTHING, 100)).toBe(0);
});

test('F29 all matching items are selected across pages, except for deselected ones', () => {
  const most = marked(ALL, ['a', 'b'], false);
  expect(countOf(most, 100)).toBe(98);
  expect(isSelected(most, 'a')).toBe(false);
  expect(isSelected(most, 'never seen')).toBe(true);
  expect(asBulk(most, { stage: 'acceptance' })).toEqual({ filter: { stage: 'acceptance' }, except: ['a', 'b'] });
  expect(asBulk(marked(most, ['a', 'b'], true), {})).toEqual({ filter: {} });
});

test('F29 items that have left the list are no longer selected', () => {
  const some = marked(NOTHING, ['a', 'b'], true);
  expect(asBulk(pruned(some, new Set(['b', 'c'])), {})).toEqual({ items: ['b'] });
  expect(pruned(some, new Set(['a', 'b']))).toBe(some);
  expect(pruned(ALL, new Set())).toBe(ALL);
});
