// What follows when an item has gone to another stage by my doing: lists and counts are asked anew.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Item, Stage } from '../../protocol/types';
import { patchItem } from '../data/items';

export function useAfterMove(item: Item): (stage: Stage) => void {
  const queries = useQueryClient();
  return useCallback(
    (stage) => {
      patchItem(queries, item.task_id, item.id, { stage });
      void queries.invalidateQueries({ queryKey: ['item', item.id] });
      void queries.invalidateQueries({ queryKey: ['task', item.task_id], exact: true });
      void queries.invalidateQueries({ queryKey: ['tasks'] });
      void queries.invalidateQueries({ queryKey: ['first-item', item.task_id] });
    },
    [queries, item.task_id, item.id],
  );
}
