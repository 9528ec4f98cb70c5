// Long lists, read in chunks.
import { expect, test } from 'vitest';
import type { Item, ItemPage } from '../../protocol/types';
import {
  applyPage,
  dropFarItems,
  type ItemList,
  idAt,
  idsBetween,
  indexOf,
  itemAt,
  lengthOf,
  listFromFirstPage,
  markStale,
  nextRequest,
  patchList,
  readCount,
} from './item-list';

const item = (n: number): Item => ({ id: `i${n}`, stage: 'acceptance' }) as Item;
const page = (from: number, to: number, total: number, more = true): ItemPage => ({
  items: Array.from({ length: to - from }, (_, index) => item(from + index)),
  next: more ? `c${to}` : null,
  total,
});

function read(pieces: number, size: number, total: number): ItemList {
  let list = listFromFirstPage(page(0, size, total));
  for (let piece = 1; piece < pieces; piece++) {
    const from = piece * size;
    list = applyPage(list, { after: `c${from}` }, page(from, from + size, total, from + size < total));
  }
  return list;
}

test('F4 unread rows have their place, and are requested by the cursor before them', () => {
  const list = listFromFirstPage(page(0, 100, 100_000));
  expect(lengthOf(list)).toBe(100_000);
  expect(readCount(list)).toBe(100);
  expect(itemAt(list, 99)?.id).toBe('i99');
  expect(itemAt(list, 100)).toBeUndefined();
  expect(nextRequest(list, [0, 100])).toBeNull();
  expect(nextRequest(list, [90, 101])).toEqual({ after: 'c100' });
  expect(nextRequest(list, [99_990, 100_000])).toEqual({ after: 'c100' });
});

test('F4 at the end of the list its length is the number of rows read', () => {
  const list = read(3, 10, 30);
  expect(list.next).toBeNull();
  expect(lengthOf(list)).toBe(30);
  expect(nextRequest(list, [25, 40])).toBeNull();
});

test('F4 a response that arrives twice is applied once', () => {
  const list = listFromFirstPage(page(0, 10, 30));
  const once = applyPage(list, { after: 'c10' }, page(10, 20, 30));
  expect(applyPage(once, { after: 'c10' }, page(10, 20, 30))).toBe(once);
});

test('F4 chunks far from view drop their items, keep their ids, and are read again in view', () => {
  const list = dropFarItems(read(40, 10, 400), [0, 10]);
  expect(itemAt(list, 5)?.id).toBe('i5');
  expect(itemAt(list, 399)).toBeUndefined();
  expect(idAt(list, 399)).toBe('i399');
  expect(indexOf(list, 'i398')).toBe(398);
  expect(idsBetween(list, 302, 300)).toEqual(['i300', 'i301', 'i302']);
  expect(nextRequest(list, [392, 398])).toEqual({ chunk: 39, after: 'c390' });
  expect(dropFarItems(list, [0, 10])).toBe(list);
});

test('F4 a chunk that is read again is cut where the next one begins, and includes new rows', () => {
  const list = markStale(read(3, 10, 30));
  const fresh: ItemPage = { items: [item(0), item(500), ...page(1, 15, 30).items], next: 'c15', total: 31 };
  const again = applyPage(list, { chunk: 0, after: null }, fresh);
  expect(idsBetween(again, 0, 12)).toEqual([
    'i0',
    'i500',
    'i1',
    'i2',
    'i3',
    'i4',
    'i5',
    'i6',
    'i7',
    'i8',
    'i9',
    'i10',
    'i11',
  ]);
  expect(again.total).toBe(31);
  expect(nextRequest(again, [0, 11])).toBeNull();
  expect(nextRequest(again, [0, 12])).toEqual({ chunk: 1, after: 'c10' });
});

test('F4 if the next chunk is not found, everything after it is read again', () => {
  const list = markStale(read(3, 10, 30));
  const fresh: ItemPage = { items: page(100, 110, 30).items, next: 'c110', total: 30 };
  const again = applyPage(list, { chunk: 0, after: null }, fresh);
  expect(readCount(again)).toBe(10);
  expect(again.next).toBe('c110');
});

test('F6 an item that no longer belongs leaves, and the others move up', () => {
  const list = read(3, 10, 30);
  const changes = new Map<string, Partial<Item>>([
    ['i3', { stage: 'complete' }],
    ['i12', { stage: 'complete' }],
    ['i20', { open_issues: 2 }],
    ['elsewhere', { open_issues: 2 }],
  ]);
  const { list: now, left } = patchList(list, changes, ({ stage }) => stage === 'acceptance');
  expect(left).toEqual([3, 12]);
  expect(now.total).toBe(28);
  expect(idAt(now, 3)).toBe('i4');
  expect(idAt(now, 11)).toBe('i13');
  expect(itemAt(now, indexOf(now, 'i20'))?.open_issues).toBe(2);
  const none = patchList(list, new Map([['elsewhere', {}]]), () => false);
  expect(none.list).toBe(list);
});

test('F6 an empty list is read again once it is stale', () => {
  const empty = listFromFirstPage({ items: [], next: null, total: 0 });
  expect(nextRequest(empty, [0, 60])).toBeNull();
  expect(nextRequest(markStale(empty), [0, 60])).toEqual({ chunk: 0, after: null });
});
