// The selection of the list.
import { expect, test } from 'vitest';
import { ALL, countOf, isSelected, NOTHING, prune, setSelected, toBulkSelection } from './selection';

test('F29 items are selected and deselected one by one or by ranges', () => {
  const some = setSelected(NOTHING, ['a', 'b', 'c'], true);
  expect(countOf(some, 100)).toBe(3);
  expect(isSelected(some, 'b')).toBe(true);
  const less = setSelected(some, ['b', 'x'], false);
  expect(isSelected(less, 'b')).toBe(false);
  expect(toBulkSelection(less, { stage: 'review' })).toEqual({ items: ['a', 'c'] });
  expect(countOf(NOTHING, 100)).toBe(0);
});

test('F29 all matching items are selected across pages, except for deselected ones', () => {
  const most = setSelected(ALL, ['a', 'b'], false);
  expect(countOf(most, 100)).toBe(98);
  expect(isSelected(most, 'a')).toBe(false);
  expect(isSelected(most, 'never seen')).toBe(true);
  expect(toBulkSelection(most, { stage: 'acceptance' })).toEqual({
    filter: { stage: 'acceptance' },
    except: ['a', 'b'],
  });
  expect(toBulkSelection(setSelected(most, ['a', 'b'], true), {})).toEqual({ filter: {} });
});

test('F29 items that have left the list are no longer selected', () => {
  const some = setSelected(NOTHING, ['a', 'b'], true);
  expect(toBulkSelection(prune(some, new Set(['b', 'c'])), {})).toEqual({ items: ['b'] });
  expect(prune(some, new Set(['a', 'b']))).toBe(some);
  expect(prune(ALL, new Set())).toBe(ALL);
});
