// A long list as far as it was read: pieces between keyset cursors, of which those far from view are let go. Pure.
import type { Item, ItemPage } from '../../protocol/types';

/** What came after one cursor. Its ids stay, for ranges that are selected; its items may have been let go. */
export interface Chunk {
  readonly after: string | null;
  readonly ids: readonly string[];
  readonly items: readonly Item[] | null;
  /** False: something may have changed since, and it is read anew once it is in view. */
  readonly fresh: boolean;
}

export interface ItemList {
  readonly chunks: readonly Chunk[];
  /** Where what was not read yet begins; null: the end was reached. */
  readonly next: string | null;
  /** All that match, as the server last said, less what has left since. */
  readonly total: number;
}

/** From and to, the latter not part of it. */
export type Span = readonly [number, number];

/** What is to be read next: a piece once more, or what follows. */
export type Wanted = { readonly chunk: number; readonly after: string | null } | { readonly after: string };

export interface Left {
  readonly list: ItemList;
  /** Where the items stood that are not in the list any more, in ascending order. */
  readonly left: readonly number[];
}

/** Pieces on each side of what is in view whose items stay. */
const KEPT = 12;

function chunkOf(after: string | null, items: readonly Item[]): Chunk {
  return { after, ids: items.map(({ id }) => id), items, fresh: true };
}

export function firstOf(page: ItemPage): ItemList {
  return { chunks: [chunkOf(null, page.items)], next: page.next, total: page.total };
}

const offsets = new WeakMap<readonly Chunk[], readonly number[]>();

/** Where each piece begins, and at the end where the last one ends. */
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

/** How long the list is on screen: what was not read yet has its place already. */
export function lengthOf(list: ItemList): number {
  const read = readCount(list);
  return list.next === null ? read : Math.max(list.total, read + 1);
}

/** The piece that holds an index; -1 beyond what was read. */
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

/** Undefined: not read yet, or let go. */
export function itemAt(list: ItemList, index: number): Item | undefined {
  const at = chunkAt(list, index);
  return list.chunks[at]?.items?.[index - (offsetsOf(list.chunks)[at] ?? 0)];
}

/** -1: not among what was read. */
export function indexOf(list: ItemList, id: string): number {
  for (const [at, chunk] of list.chunks.entries()) {
    const within = chunk.ids.indexOf(id);
    if (within >= 0) return (offsetsOf(list.chunks)[at] ?? 0) + within;
  }
  return -1;
}

/** The ids from one index to another, both of them, in either order. */
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

export function wanted(list: ItemList, [from, to]: Span): Wanted | null {
  const last = chunkAt(list, Math.max(from, to - 1));
  let first = chunkAt(list, from);
  if (first < 0) first = list.chunks.length;
  // A piece that has nothing in it, as of a list that was empty, may have something by now.
  while (list.chunks[first - 1]?.ids.length === 0) first--;
  for (let at = first; at <= (last < 0 ? list.chunks.length - 1 : last); at++) {
    const chunk = list.chunks[at];
    if (chunk && (chunk.items === null || !chunk.fresh)) return { chunk: at, after: chunk.after };
  }
  return last < 0 && list.next !== null ? { after: list.next } : null;
}

export function withPage(list: ItemList, what: Wanted, page: ItemPage): ItemList {
  return 'chunk' in what ? reread(list, what.chunk, what.after, page) : appended(list, what.after, page);
}

function appended(list: ItemList, after: string, page: ItemPage): ItemList {
  // Another answer came first.
  if (list.next !== after) return list;
  const before = new Set(list.chunks.at(-1)?.ids);
  const items = page.items.filter(({ id }) => !before.has(id));
  return { chunks: [...list.chunks, chunkOf(after, items)], next: page.next, total: page.total };
}

/** A piece read anew. The page may reach into what follows or end before it: it is cut where the next piece begins, and
 * where that is not found what follows is read anew too. */
function reread(list: ItemList, at: number, after: string | null, page: ItemPage): ItemList {
  if (list.chunks[at]?.after !== after) return list;
  const before = list.chunks.slice(0, at);
  const following = list.chunks[at + 1]?.ids[0];
  const cut = following === undefined ? -1 : page.items.findIndex(({ id }) => id === following);
  if (cut < 0) return { chunks: [...before, chunkOf(after, page.items)], next: page.next, total: page.total };
  const chunks = [...before, chunkOf(after, page.items.slice(0, cut)), ...list.chunks.slice(at + 1)];
  return { chunks, next: list.next, total: page.total };
}

/** Nothing of it is sure any more. */
export function staled(list: ItemList): ItemList {
  return { ...list, chunks: list.chunks.map((chunk) => (chunk.fresh ? { ...chunk, fresh: false } : chunk)) };
}

/** Lets go of the items far from what is in view; the same list when there are none. */
export function trimmed(list: ItemList, [from, to]: Span): ItemList {
  const first = chunkAt(list, from);
  const last = chunkAt(list, Math.max(from, to - 1));
  const [low, high] = [(first < 0 ? list.chunks.length : first) - KEPT, (last < 0 ? list.chunks.length : last) + KEPT];
  const goes = (chunk: Chunk, at: number) => chunk.items !== null && (at < low || at > high);
  if (!list.chunks.some(goes)) return list;
  return { ...list, chunks: list.chunks.map((chunk, at) => (goes(chunk, at) ? { ...chunk, items: null } : chunk)) };
}

/** Changes items by their ids, and takes out those that do not belong to the list any more. */
export function patched(
  list: ItemList,
  changes: ReadonlyMap<string, Partial<Item>>,
  belongs: (item: Item) => boolean,
): Left {
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
