// The data list's filters in the URL.
import { expect, test } from 'vitest';
import { filterOf, isFiltered, readDataSearch } from './filter';

test('F8 what a URL says is read back, and what it cannot mean is dropped', () => {
  expect(
    readDataSearch({ stage: 'review', q: 12, has: 'comments', locked: true, sort: 'name', view: 'table' }),
  ).toEqual({
    stage: 'review',
    q: '12',
    has: 'comments',
    locked: true,
    sort: 'name',
    view: 'table',
  });
  expect(readDataSearch({ stage: 'nowhere', q: '', has: 'x', locked: 'yes', sort: 'position', view: 'cards' })).toEqual(
    {},
  );
});

test('F8 the view is not part of what the server is asked, and order is no filter', () => {
  expect(filterOf({ stage: 'review', view: 'table' })).toEqual({ stage: 'review' });
  expect(isFiltered({ sort: 'name', view: 'table' })).toBe(false);
  expect(isFiltered({ locked: true })).toBe(true);
});
