// The items of a task as pages of a list, kept fresh by the task's event stream.
import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../protocol/api';
import type { Item, ItemEvent, ItemPage, ItemQuery, LockEvent, Stage } from '../../protocol/types';
import { followWhileVisible, parseEvent } from './event-stream';

export type ItemFilter = Omit<ItemQuery, 'after' | 'limit'>;

const PAGE = 60;

export const itemsQuery = (task: string, filter: ItemFilter) =>
  infiniteQueryOptions({
    queryKey: ['items', task, filter],
    queryFn: ({ pageParam }) =>
      api.items(task, { ...filter, limit: PAGE, ...(pageParam === null ? {} : { after: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const itemQuery = (item: string) => queryOptions({ queryKey: ['item', item], queryFn: () => api.item(item) });

export const neighboursQuery = (item: string, stage: Stage | undefined) =>
  queryOptions({ queryKey: ['neighbours', item, stage ?? null], queryFn: () => api.neighbours(item, stage) });

/** Changes one item wherever a list of the task shows it. */
export function patchItem(queries: QueryClient, task: string, id: string, change: Partial<Item>): void {
  queries.setQueriesData<{ pages: ItemPage[]; pageParams: unknown[] }>({ queryKey: ['items', task] }, (data) => {
    if (!data?.pages.some((page) => page.items.some((item) => item.id === id))) return data;
    return {
      ...data,
      pages: data.pages.map((page) => ({
        ...page,
        items: page.items.map((item) => (item.id === id ? { ...item, ...change } : item)),
      })),
    };
  });
}

/** Whether a list shows the item at another stage. */
function isListedElsewhere(queries: QueryClient, task: string, id: string, stage: Stage): boolean {
  return queries
    .getQueriesData<{ pages: ItemPage[] }>({ queryKey: ['items', task] })
    .some(([, data]) => data?.pages.some((page) => page.items.some((item) => item.id === id && item.stage !== stage)));
}

/** Follows the task's events while the page is open: locks at once, stages and counts too. */
export function useTaskEvents(task: string): void {
  const queries = useQueryClient();
  useEffect(() => {
    let seenReady = false;
    const again = () => void queries.invalidateQueries({ queryKey: ['items', task] });
    return followWhileVisible({
      url: api.taskEventsUrl(task),
      on: {
        ready: () => {
          // A stream that came back may have missed something.
          if (seenReady) again();
          seenReady = true;
        },
        resync: again,
        lock: (event) => {
          const lock = parseEvent<LockEvent>(event);
          if (lock) patchItem(queries, task, lock.item, { lock: lock.lock });
        },
        item: (event) => {
          const change = parseEvent<ItemEvent>(event);
          if (!change) return;
          const { item, ...rest } = change;
          const moved = isListedElsewhere(queries, task, item, change.stage);
          patchItem(queries, task, item, rest);
          // What a move brings with it (sent back by whom, how often) is not part of the event.
          if (moved) api.item(item).then((fresh) => patchItem(queries, task, item, fresh), again);
          void queries.invalidateQueries({ queryKey: ['task', task], exact: true });
        },
        task: () => void queries.invalidateQueries({ queryKey: ['task', task] }),
      },
      onRefused: again,
    });
  }, [queries, task]);
}

export function useUnlock(task: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ item, reason }: { item: string; reason?: string }) => api.unlock(item, reason),
    onSuccess: (_, { item }) => patchItem(queries, task, item, { lock: null }),
    onError: () => void queries.invalidateQueries({ queryKey: ['items', task] }),
  });
}

/** The first item at a stage: where work begins. Under the lists' key, so that what refreshes them refreshes it. */
export const firstItemQuery = (task: string, stage: Stage | undefined) =>
  queryOptions({ queryKey: ['first-item', task, stage ?? null], queryFn: () => api.items(task, { stage, limit: 1 }) });
