// Items in the cache: the lists of a task, single items and their neighbours.
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../protocol/api';
import { MAX_PAGE_ROWS } from '../../protocol/limits';
import type { Item, ItemFilter, Sort, Stage } from '../../protocol/types';
import { stillMatches } from './item-filter';
import {
  applyPage,
  dropFarItems,
  type ItemList,
  itemsOf,
  listFromFirstPage,
  markStale,
  nextRequest,
  patchList,
  readCount,
  type Span,
} from './item-list';

export interface ListQuery extends ItemFilter {
  readonly sort?: Sort;
}

type ListKey = readonly ['items', string, ListQuery];

const PAGE = 100;
const DEFAULT_SPAN: Span = [0, 60];

export const listsKey = (task: string) => ['items', task] as const;
const listKey = (task: string, query: ListQuery): ListKey => ['items', task, query];

/** The span in view of each list; {@link DEFAULT_SPAN} for a list without one. */
const visibleSpans = new WeakMap<QueryClient, Map<string, Span>>();

function visibleSpansOf(queries: QueryClient): Map<string, Span> {
  const known = visibleSpans.get(queries);
  if (known) return known;
  const made = new Map<string, Span>();
  visibleSpans.set(queries, made);
  return made;
}

const keyText = (key: ListKey) => JSON.stringify(key);

/** The part of a list that has been read. A refetch reads what is in view again and marks the rest as stale. */
export const itemsQuery = (task: string, query: ListQuery) =>
  queryOptions({
    queryKey: listKey(task, query),
    // Comparing all items of a long list would be slow. Every change makes a new list instead.
    structuralSharing: false,
    queryFn: async ({ client }): Promise<ItemList> => {
      const key = listKey(task, query);
      const known = client.getQueryData<ItemList>(key);
      if (known === undefined) return listFromFirstPage(await api.items(task, { ...query, limit: PAGE }));
      client.setQueryData<ItemList>(key, markStale(known));
      await readViewOnce(client, key);
      return client.getQueryData<ItemList>(key) ?? known;
    },
  });

/** Reads until everything in view is loaded. The view is looked up before each request, because it can change meanwhile: a
 * user who jumps to the end and back waits for nothing. */
async function readView(queries: QueryClient, key: ListKey): Promise<void> {
  const [, task, query] = key;
  for (;;) {
    const list = queries.getQueryData<ItemList>(key);
    const view = visibleSpansOf(queries).get(keyText(key)) ?? DEFAULT_SPAN;
    const what = list && nextRequest(list, view);
    if (!list || !what) return;
    // Reads the largest page for a chunk, which can have grown, and for a view far beyond the read part.
    const limit = 'chunk' in what || view[1] - readCount(list) > PAGE ? MAX_PAGE_ROWS : PAGE;
    const page = await api.items(task, { ...query, limit, ...(what.after !== null && { after: what.after }) });
    queries.setQueryData<ItemList>(key, (now) => now && dropFarItems(applyPage(now, what, page), view));
  }
}

const filling = new WeakMap<QueryClient, Map<string, Promise<void>>>();

/** Runs one reader per list. Callers that come while it runs wait for the same one. */
function readViewOnce(queries: QueryClient, key: ListKey): Promise<void> {
  const running = filling.get(queries) ?? new Map<string, Promise<void>>();
  filling.set(queries, running);
  const name = keyText(key);
  const known = running.get(name);
  if (known) return known;
  const reading = readView(queries, key).finally(() => running.delete(name));
  running.set(name, reading);
  return reading;
}

/** Sets the span in view and reads what is missing from it. */
export function setVisibleSpan(queries: QueryClient, task: string, query: ListQuery, span: Span): Promise<void> {
  const key = listKey(task, query);
  visibleSpansOf(queries).set(keyText(key), span);
  const list = queries.getQueryData<ItemList>(key);
  return list && nextRequest(list, span) !== null ? readViewOnce(queries, key) : Promise.resolve();
}

/** Changes items in every list of the task and removes them from lists whose filter they no longer match. `incomplete` is true if
 * a list can now lack an item. */
export function patchItems(
  queries: QueryClient,
  task: string,
  changes: ReadonlyMap<string, Partial<Item>>,
): { readonly incomplete: boolean } {
  let incomplete = false;
  for (const [key, list] of queries.getQueriesData<ItemList>({ queryKey: listsKey(task) })) {
    const filter = (key as ListKey)[2];
    if (!list || !filter) continue;
    const { list: now, left } = patchList(list, changes, (item) => stillMatches(item, filter));
    if (now !== list) queries.setQueryData(key, now);
    const known = new Set(itemsOf(list).map(({ id }) => id));
    incomplete ||= left.length > 0 || [...changes.keys()].some((id) => !known.has(id));
  }
  return { incomplete };
}

export function patchItem(queries: QueryClient, task: string, id: string, change: Partial<Item>): void {
  patchItems(queries, task, new Map([[id, change]]));
}

/** Returns the items with these ids that are in a list of the task. */
export function listedItems(queries: QueryClient, task: string, ids: readonly string[]): readonly Item[] {
  const wantedIds = new Set(ids);
  const found = new Map<string, Item>();
  for (const [, list] of queries.getQueriesData<ItemList>({ queryKey: listsKey(task) })) {
    for (const item of list ? itemsOf(list) : []) if (wantedIds.has(item.id)) found.set(item.id, item);
  }
  return [...found.values()];
}

export const itemQuery = (item: string) => queryOptions({ queryKey: ['item', item], queryFn: () => api.item(item) });

export const neighboursQuery = (item: string, filter: ItemFilter) =>
  queryOptions({ queryKey: ['neighbours', item, filter], queryFn: () => api.neighbours(item, filter) });

export const movesQuery = (item: string) =>
  queryOptions({ queryKey: ['item', item, 'moves'], queryFn: () => api.moves(item) });

export function useUnlock(task: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ item, reason }: { item: string; reason?: string }) => api.unlock(item, reason),
    onSuccess: (_, { item }) => patchItem(queries, task, item, { lock: null }),
    onError: () => void queries.invalidateQueries({ queryKey: listsKey(task) }),
  });
}

/** Requests the next item for the user at a stage. The server reserves it for a while. */
export function useNextItem(task: string) {
  return useMutation({
    mutationFn: ({ stage, returned }: { stage: Stage; returned?: true }) => api.next(task, stage, returned),
  });
}
