// Moving the item to another stage: lists and counts are asked anew, and the next item is opened if that is wanted.
import { type NotificationData, notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../protocol/api';
import type { Item, Stage } from '../../protocol/types';
import { patchItem } from '../data/items';
import { toolFilter } from './search';
import { useOpenItem } from './use-open-item';
import { type Next, whatNext } from './what-next';

const route = getRouteApi('/inside/tasks/$taskId/items/$itemId');

export interface Then {
  /** Opens the one that comes next: `what-next.ts`. */
  readonly next: boolean;
  readonly done: () => void;
}

interface Props<What> {
  readonly item: Item;
  readonly send: (what: What) => Promise<{ stage: Stage }>;
  /** What is said once it has moved. */
  readonly told: (stage: Stage) => NotificationData;
  readonly onError?: (error: Error) => void;
}

/** Begins to look before the item moves: afterwards it is in the list no more. What is asked of the queue comes after, so
 * that this item is none of it. An item that cannot be asked for must not make a failure of a move that was none. */
function lookFor(item: Item, next: Next): () => Promise<string | null> {
  if (next.from === 'queue') {
    return () =>
      api.next(item.task_id, next.stage).then(
        (found) => found.item,
        () => null,
      );
  }
  const neighbours = api.neighbours(item.id, next.filter).then(
    (found) => found.next,
    () => null,
  );
  return () => neighbours;
}

export function useMove<What>({ item, send, told, onError }: Props<What>) {
  const queries = useQueryClient();
  const open = useOpenItem();
  const filter = toolFilter(route.useSearch());
  const mutation = useMutation({
    mutationFn: async ({ what, next }: { what: What; next: boolean }) => {
      const look = next ? lookFor(item, whatNext(item, filter)) : null;
      const { stage } = await send(what);
      return { stage, next: (await look?.()) ?? null };
    },
    onSuccess: ({ stage }) => {
      patchItem(queries, item.task_id, item.id, { stage });
      void queries.invalidateQueries({ queryKey: ['item', item.id] });
      void queries.invalidateQueries({ queryKey: ['task', item.task_id], exact: true });
      void queries.invalidateQueries({ queryKey: ['tasks'] });
      void queries.invalidateQueries({ queryKey: ['neighbours'] });
    },
    ...(onError && { onError }),
  });
  return {
    pending: mutation.isPending,
    error: mutation.error,
    /** Forgets what was refused. */
    reset: mutation.reset,
    run: (what: What, { next, done }: Then) =>
      mutation.mutate(
        { what, next },
        {
          // Not where the person has gone elsewhere meanwhile.
          onSuccess: (moved) => {
            notifications.show(told(moved.stage));
            done();
            if (moved.next !== null) open(moved.next);
          },
        },
      ),
  };
}
