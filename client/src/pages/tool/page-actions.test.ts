// The page's keys and the editor's do not get in each other's way.
import { expect, test } from 'vitest';
import { actions } from '../../actions/list';
import { PAGE_KEYS } from './page-actions';

test('F68 no key of the page is a key of the editor, or used twice', () => {
  const page = Object.values(PAGE_KEYS).flat();
  const all = [...actions.flatMap((action) => action.keys), ...page];
  expect(page.length).toBeGreaterThan(0);
  expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
});
