// Passing an item by, with a reason (N14): it goes back to the others, and the next one that waits for me opens.
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../protocol/api';
import type { Item } from '../../protocol/types';
import { STAGE_LABEL } from '../../ui/stages';
import { listsKey } from '../data/items';
import { useOpenItem } from './use-open-item';

interface Ways {
  readonly done: () => void;
  /** Nothing else waits. */
  readonly leave: () => void;
}

export function useSkip(item: Item) {
  const queries = useQueryClient();
  const open = useOpenItem();
  const skip = useMutation({
    mutationFn: async (reason: string) => {
      await api.skip(item.id, reason);
      // It is skipped: that the next one cannot be asked for makes no failure of it.
      return api.next(item.task_id, item.stage).then(
        ({ item: next }) => next,
        () => null,
      );
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['item', item.id] });
      void queries.invalidateQueries({ queryKey: listsKey(item.task_id) });
      void queries.invalidateQueries({ queryKey: ['task', item.task_id], exact: true });
    },
  });
  return {
    pending: skip.isPending,
    error: skip.error,
    reset: skip.reset,
    run: (reason: string, { done, leave }: Ways) =>
      skip.mutate(reason, {
        onSuccess: (next) => {
          done();
          if (next !== null) {
            notifications.show({ message: `${item.file_name} is skipped` });
            open(next);
            return;
          }
          notifications.show({
            title: `${item.file_name} is skipped`,
            message: `Nothing else in ${STAGE_LABEL[item.stage]} waits for you.`,
          });
          leave();
        },
      }),
  };
}
