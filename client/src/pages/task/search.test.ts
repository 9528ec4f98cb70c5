// The data list's filters in the URL.
import { expect, test } from 'vitest';
import { isFiltered } from '../queries/item-filter';
import { cleared, filterOf, isSameView, queryOf, readDataSearch } from './search';

test('F8 a URL is read back, and its invalid parts are dropped', () => {
  const said = {
    stage: 'review',
    review_pass: 2,
    status: 'sent_back',
    has: 'comments,violations',
    annotator: 'a-1',
    reviewer: 'r-1',
    assignee: 'none',
    returned_by: 'i-1',
    locked: true,
    locked_by: 'a-1',
    opened: false,
    priority: -1,
    class: 'coco-1',
    sample: 's-1',
    sort: 'priority',
    view: 'table',
    bulk: 'b-1',
  };
  expect(readDataSearch({ ...said, q: 12 })).toEqual({ ...said, q: '12' });
  expect(
    readDataSearch({
      stage: 'nowhere',
      review_pass: 1,
      status: 'x',
      q: '',
      has: 'x,',
      annotator: '',
      locked: 'yes',
      opened: 'true',
      priority: 7,
      sort: 'position',
      view: 'cards',
      bulk: 3,
    }),
  ).toEqual({});
});

test('F7 an activity that is named twice or does not exist is left out', () => {
  expect(readDataSearch({ has: 'comments,x,comments,revised' })).toEqual({ has: 'comments,revised' });
});

test('F8 view, order and shown action are not filters', () => {
  const search = readDataSearch({ stage: 'review', sort: 'name', view: 'table', bulk: 'b' });
  expect(queryOf(search)).toEqual({ stage: 'review', sort: 'name' });
  expect(filterOf(search)).toEqual({ stage: 'review' });
  expect(cleared(search)).toEqual({ sort: 'name', view: 'table', bulk: 'b' });
  expect(isFiltered({ ...cleared(search) })).toBe(false);
  expect(isFiltered({ locked: true })).toBe(true);
});

test('F8 a saved view is recognised regardless of the order of its parts and the shown action', () => {
  expect(isSameView({ stage: 'review', sort: 'name', bulk: 'b' }, { sort: 'name', stage: 'review' })).toBe(true);
  expect(isSameView({ stage: 'review' }, { stage: 'review', view: 'table' })).toBe(false);
});
