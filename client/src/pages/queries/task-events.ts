// Follows a task's events while its pages are open: locks, items, stages, counts and bulk actions.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../protocol/api';
import type { BulkEvent, Item, ItemEvent, LockEvent } from '../../protocol/types';
import { applyBulkEvent, bulkJobsKey } from './bulk';
import { followWhileVisible, parseEvent } from './event-stream';
import { listedItems, listsKey, patchItems } from './items';
import { refetchAfterEvent } from './refetch-after-event';
import { samplesKey } from './samples';
import { throttled } from './throttle';

/** A bulk action sends an event for each item; the events of one interval are drawn together. */
const DRAW_MS = 100;
const COUNT_MS = 1_000;
const LIST_MS = 2_000;
/** Up to this many items with a new stage are requested one by one; for more, the list is read again. */
const MAX_SINGLE_REFRESHES = 3;

export function useTaskEvents(task: string): void {
  const queries = useQueryClient();
  useEffect(() => follow(queries, task), [queries, task]);
}

function follow(queries: QueryClient, task: string): () => void {
  const lists = throttled(() => refetchAfterEvent(queries, { queryKey: listsKey(task) }), LIST_MS);
  const counts = throttled(() => {
    refetchAfterEvent(queries, { queryKey: ['task', task], exact: true });
    refetchAfterEvent(queries, { queryKey: samplesKey(task) });
  }, COUNT_MS);
  const changes = new Map<string, Partial<Item>>();
  const draw = throttled(() => {
    if (changes.size === 0) return;
    const now = new Map(changes);
    changes.clear();
    const moved = itemsWithNewStage(queries, task, now);
    const { incomplete } = patchItems(queries, task, now);
    if (moved.length > MAX_SINGLE_REFRESHES || (incomplete && isFilteredList(queries, task))) lists.run();
    if (moved.length <= MAX_SINGLE_REFRESHES) void refresh(queries, task, moved);
  }, DRAW_MS);
  const queueChange = (id: string, change: Partial<Item>) => {
    changes.set(id, { ...changes.get(id), ...change });
    draw.run();
  };

  const again = () => {
    lists.run();
    counts.run();
    refetchAfterEvent(queries, { queryKey: bulkJobsKey(task) });
  };
  const end = followWhileVisible({
    url: api.taskEventsUrl(task),
    listeners: {
      // Events before the stream opened were missed.
      ready: again,
      resync: again,
      lock: (event) => {
        const lock = parseEvent<LockEvent>(event);
        if (lock) queueChange(lock.item, { lock: lock.lock });
      },
      item: (event) => {
        const change = parseEvent<ItemEvent>(event);
        if (!change) return;
        const { item, ...rest } = change;
        queueChange(item, rest);
        counts.run();
      },
      task: () => {
        refetchAfterEvent(queries, { queryKey: ['task', task] });
        // Items may have been added or changed in ways that no event reports.
        lists.run();
      },
      bulk: (event) => {
        const payload = parseEvent<BulkEvent>(event);
        if (!payload) return;
        applyBulkEvent(queries, task, payload);
        if (payload.state !== 'running') again();
      },
    },
    onRefused: again,
  });
  return () => {
    end();
    for (const each of [lists, counts, draw]) each.stop();
  };
}

/** Returns the ids of items that a list shows at an outdated stage. */
function itemsWithNewStage(
  queries: QueryClient,
  task: string,
  changes: ReadonlyMap<string, Partial<Item>>,
): readonly string[] {
  return listedItems(queries, task, [...changes.keys()])
    .filter((item) => (changes.get(item.id)?.stage ?? item.stage) !== item.stage)
    .map(({ id }) => id);
}

/** Requests the items, because the event of a stage change does not include all that it affects (who sent the item back, what
 * the user may do). */
async function refresh(queries: QueryClient, task: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    try {
      patchItems(queries, task, new Map([[id, await api.item(id)]]));
    } catch {
      void queries.invalidateQueries({ queryKey: listsKey(task) });
      return;
    }
  }
}

/** Returns whether a visible list is filtered. A list of all items does not gain or lose items when they change. */
function isFilteredList(queries: QueryClient, task: string): boolean {
  return queries
    .getQueryCache()
    .findAll({ queryKey: listsKey(task), type: 'active' })
    .some(({ queryKey }) => Object.keys(queryKey[2] ?? {}).some((key) => key !== 'sort'));
}
