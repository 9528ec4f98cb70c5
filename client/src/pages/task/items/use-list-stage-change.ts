// Changes the stage of one item from the list: shows the new stage at once, and reads counts and samples again.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../protocol/api';
import type { Stage } from '../../../protocol/types';
import { itemQuery, listsKey, patchItem } from '../../queries/items';
import { samplesKey } from '../../queries/samples';
import { tasksQuery } from '../../queries/tasks';

export function useListStageChange(
  task: string,
  item: string | undefined,
  send: (item: string) => Promise<{ readonly stage: Stage }>,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => (item === undefined ? Promise.reject(new Error('no item')) : send(item)),
    onSuccess: async () => {
      if (item === undefined) return;
      void queries.invalidateQueries({ queryKey: ['task', task], exact: true });
      void queries.invalidateQueries({ queryKey: tasksQuery.queryKey });
      void queries.invalidateQueries({ queryKey: samplesKey(task) });
      void queries.invalidateQueries({ queryKey: itemQuery(item).queryKey });
      void queries.invalidateQueries({ queryKey: ['neighbours'] });
      api.item(item).then(
        (fresh) => patchItem(queries, task, item, fresh),
        () => queries.invalidateQueries({ queryKey: listsKey(task) }),
      );
    },
    // Another inspector may have decided first.
    onError: () => void queries.invalidateQueries({ queryKey: listsKey(task) }),
  });
}
