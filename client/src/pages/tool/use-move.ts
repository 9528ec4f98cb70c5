// Moving the item to another stage: lists and counts are asked anew, and the next item is opened if that is wanted.
import { type NotificationData, notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../protocol/api';
import type { Item, Stage } from '../../protocol/types';
import { patchItem } from '../data/items';
import { useOpenItem } from './use-open-item';

export interface Then {
  /** The next item at the stage that this one leaves: there the same work waits, whatever the list shows. */
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

export function useMove<What>({ item, send, told, onError }: Props<What>) {
  const queries = useQueryClient();
  const open = useOpenItem();
  const mutation = useMutation({
    mutationFn: async ({ what, next }: { what: What; next: boolean }) => {
      // An item that cannot be asked for must not make a failure of a move that was none.
      const neighbours = next ? api.neighbours(item.id, item.stage).catch(() => null) : null;
      const { stage } = await send(what);
      return { stage, next: (await neighbours)?.next ?? null };
    },
    onSuccess: ({ stage }) => {
      patchItem(queries, item.task_id, item.id, { stage });
      void queries.invalidateQueries({ queryKey: ['item', item.id] });
      void queries.invalidateQueries({ queryKey: ['task', item.task_id], exact: true });
      void queries.invalidateQueries({ queryKey: ['tasks'] });
      void queries.invalidateQueries({ queryKey: ['first-item', item.task_id] });
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
