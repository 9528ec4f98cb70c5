// The part of a long list that has been read, in chunks between keyset cursors. Chunks far from view drop their items. Pure.
import type { Item, ItemPage } from '../../protocol/types';

/** The rows after one cursor. The ids are kept for range selections; the items can be dropped. */
export interface Chunk {
  readonly after: string | null;
  readonly ids: readonly string[];
  readonly items: readonly Item[] | null;
  /** Whether the chunk is up to date. A stale chunk is read again once it is in view. */
  readonly fresh: boolean;
}

export interface ItemList {
  readonly chunks: readonly Chunk[];
  /** The cursor where the unread part begins; null if the list has been read to its end. */
  readonly next: string | null;
  /** The number of matching items as the server last reported it, less those that have left since. */
  readonly total: number;
}

/** A range of indices, from (inclusive) and to (exclusive). */
export type Span = readonly [number, number];

/** What to read next: a chunk again, or the rows after the last chunk. */
export type ListRequest = { readonly chunk: number; readonly after: string | null } | { readonly after: string };

export interface PatchedList {
  readonly list: ItemList;
  /** The former indices of the items that have left the list, ascending. */
  readonly left: readonly number[];
}

/** How many chunks on each side of the view keep their items. */
const KEPT_CHUNKS = 12;

function chunkOf(after: string | null, items: readonly Item[]): Chunk {
  return { after, ids: items.map(({ id }) => id), items, fresh: true };
}

export function listFromFirstPage(page: ItemPage): ItemList {
  return { chunks: [chunkOf(null, page.items)], next: page.next, total: page.total };
}

const offsets = new WeakMap<readonly Chunk[], readonly number[]>();

/** Returns the index where each chunk begins, followed by the index where the last one ends. */
function offsetsOf(chunks: readonly Chunk[]): readonly number[] {
  let known = offsets.get(chunks);
  if (known === undefined) {
    const sums = [0];
    for (const chunk of chunks) sums.push((sums.at(-1) ?? 0) + chunk.ids.length);
    offsets.set(chunks, sums);
    known = sums;
  }
  return known;
}

export function readCount({ chunks }: ItemList): number {
  return offsetsOf(chunks).at(-1) ?? 0;
}

/** Returns the length of the list on screen, including the rows that have not been read yet. */
export function lengthOf(list: ItemList): number {
  const read = readCount(list);
  return list.next === null ? read : Math.max(list.total, read + 1);
}

/** Returns the position of the chunk that holds an index, or -1 beyond the read part. */
function chunkAt(list: ItemList, index: number): number {
  const sums = offsetsOf(list.chunks);
  let [low, high] = [0, list.chunks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle + 1] ?? 0) > index) high = middle;
    else low = middle + 1;
  }
  return low < list.chunks.length ? low : -1;
}

export function idAt(list: ItemList, index: number): string | undefined {
  const at = chunkAt(list, index);
  return list.chunks[at]?.ids[index - (offsetsOf(list.chunks)[at] ?? 0)];
}

/** Returns the item at an index; undefined if it has not been read or was dropped. */
export function itemAt(list: ItemList, index: number): Item | undefined {
  const at = chunkAt(list, index);
  return list.chunks[at]?.items?.[index - (offsetsOf(list.chunks)[at] ?? 0)];
}

/** Returns the index of an item; -1 if it has not been read. */
export function indexOf(list: ItemList, id: string): number {
  for (const [at, chunk] of list.chunks.entries()) {
    const within = chunk.ids.indexOf(id);
    if (within >= 0) return (offsetsOf(list.chunks)[at] ?? 0) + within;
  }
  return -1;
}

/** Returns the ids from one index to another, both inclusive, in either order. */
export function idsBetween(list: ItemList, a: number, b: number): readonly string[] {
  const found: string[] = [];
  for (let index = Math.min(a, b); index <= Math.max(a, b); index++) {
    const id = idAt(list, index);
    if (id !== undefined) found.push(id);
  }
  return found;
}

export function itemsOf(list: ItemList): readonly Item[] {
  return list.chunks.flatMap((chunk) => chunk.items ?? []);
}

export function nextRequest(list: ItemList, [from, to]: Span): ListRequest | null {
  const last = chunkAt(list, Math.max(from, to - 1));
  let first = chunkAt(list, from);
  if (first < 0) first = list.chunks.length;
  // An empty chunk, such as that of an empty list, can have rows by now.
  while (list.chunks[first - 1]?.ids.length === 0) first--;
  for (let at = first; at <= (last < 0 ? list.chunks.length - 1 : last); at++) {
    const chunk = list.chunks[at];
    if (chunk && (chunk.items === null || !chunk.fresh)) return { chunk: at, after: chunk.after };
  }
  return last < 0 && list.next !== null ? { after: list.next } : null;
}

export function applyPage(list: ItemList, what: ListRequest, page: ItemPage): ItemList {
  return 'chunk' in what ? replaceChunk(list, what.chunk, what.after, page) : appendPage(list, what.after, page);
}

function appendPage(list: ItemList, after: string, page: ItemPage): ItemList {
  // Another response came first.
  if (list.next !== after) return list;
  const before = new Set(list.chunks.at(-1)?.ids);
  const items = page.items.filter(({ id }) => !before.has(id));
  return { chunks: [...list.chunks, chunkOf(after, items)], next: page.next, total: page.total };
}

/** Replaces a chunk with a page that was read again. The page can reach into the next chunk or end before it, so it is cut
 * where the next chunk begins. If that place is not found, everything after the chunk is read again too. */
function replaceChunk(list: ItemList, at: number, after: string | null, page: ItemPage): ItemList {
  if (list.chunks[at]?.after !== after) return list;
  const before = list.chunks.slice(0, at);
  const following = list.chunks[at + 1]?.ids[0];
  const cut = following === undefined ? -1 : page.items.findIndex(({ id }) => id === following);
  if (cut < 0) return { chunks: [...before, chunkOf(after, page.items)], next: page.next, total: page.total };
  const chunks = [...before, chunkOf(after, page.items.slice(0, cut)), ...list.chunks.slice(at + 1)];
  return { chunks, next: list.next, total: page.total };
}

/** Marks every chunk as stale. */
export function markStale(list: ItemList): ItemList {
  return { ...list, chunks: list.chunks.map((chunk) => (chunk.fresh ? { ...chunk, fresh: false } : chunk)) };
}

/** Drops the items far from view. Returns the same list if there are none. */
export function dropFarItems(list: ItemList, [from, to]: Span): ItemList {
  const first = chunkAt(list, from);
  const last = chunkAt(list, Math.max(from, to - 1));
  const [low, high] = [
    (first < 0 ? list.chunks.length : first) - KEPT_CHUNKS,
    (last < 0 ? list.chunks.length : last) + KEPT_CHUNKS,
  ];
  const goes = (chunk: Chunk, at: number) => chunk.items !== null && (at < low || at > high);
  if (!list.chunks.some(goes)) return list;
  return { ...list, chunks: list.chunks.map((chunk, at) => (goes(chunk, at) ? { ...chunk, items: null } : chunk)) };
}

/** Changes items by id and removes those that no longer belong to the list. */
export function patchList(
  list: ItemList,
  changes: ReadonlyMap<string, Partial<Item>>,
  belongs: (item: Item) => boolean,
): PatchedList {
  const left: number[] = [];
  let start = 0;
  let touched = false;
  const chunks = list.chunks.map((chunk) => {
    const begins = start;
    start += chunk.ids.length;
    const { items } = chunk;
    if (items === null || !items.some(({ id }) => changes.has(id))) return chunk;
    touched = true;
    const kept: Item[] = [];
    for (const [within, item] of items.entries()) {
      const change = changes.get(item.id);
      const now = change === undefined ? item : { ...item, ...change };
      if (change === undefined || belongs(now)) kept.push(now);
      else left.push(begins + within);
    }
    return { ...chunk, items: kept, ids: kept.length === items.length ? chunk.ids : kept.map(({ id }) => id) };
  });
  if (!touched) return { list, left };
  return { list: { ...list, chunks, total: Math.max(0, list.total - left.length) }, left };
}
