// Changes the stage of the item or skips it, refetches lists and counts, and opens the next item if requested.
import { type NotificationData, notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Item, Stage } from '../../../protocol/types';
import { listsKey, patchItem } from '../../queries/items';
import { toolFilter } from '../search';
import { useOpenItem } from '../use-open-item';
import { startFindingNext } from './find-next';
import { nextSource } from './next-source';

const route = getRouteApi('/inside/tasks/$taskId/items/$itemId');

export interface AfterChange {
  /** Whether to open the next item, as chosen by `next-source.ts`. */
  readonly next: boolean;
  readonly done: () => void;
  /** Called when the next item was requested and there is none. */
  readonly onNoNext?: () => void;
}

interface Props<What> {
  readonly item: Item;
  /** Sends the request and returns the item's new stage. */
  readonly send: (what: What) => Promise<{ stage: Stage }>;
  /** Returns the toast shown after the stage change. */
  readonly successToast: (stage: Stage) => NotificationData;
  readonly onError?: (error: Error) => void;
}

export function useStageChange<What>({ item, send, successToast, onError }: Props<What>) {
  const queries = useQueryClient();
  const open = useOpenItem();
  const filter = toolFilter(route.useSearch());
  const mutation = useMutation({
    mutationFn: async ({ what, next }: { what: What; next: boolean }) => {
      const look = next ? startFindingNext(item, nextSource(item, filter)) : null;
      const { stage } = await send(what);
      return { stage, next: (await look?.()) ?? null };
    },
    onSuccess: ({ stage }) => {
      patchItem(queries, item.task_id, item.id, { stage });
      void queries.invalidateQueries({ queryKey: listsKey(item.task_id) });
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
    /** Clears the error of the last attempt. */
    reset: mutation.reset,
    run: (what: What, { next, done, onNoNext }: AfterChange) =>
      mutation.mutate(
        { what, next },
        {
          // Not called if the person has left the page meanwhile.
          onSuccess: (moved) => {
            const { message, ...rest } = successToast(moved.stage);
            const none = moved.next !== null && 'none' in moved.next ? moved.next.none : null;
            notifications.show(none === null ? { ...rest, message } : { ...rest, title: message, message: none });
            done();
            if (none !== null) onNoNext?.();
            else if (moved.next !== null && 'item' in moved.next) open(moved.next.item);
          },
        },
      ),
  };
}
