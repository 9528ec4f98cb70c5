// The items before and after this one, within the task or what the list was filtered by.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { ItemFilter } from '../../protocol/types';
import { itemQuery, neighboursQuery } from '../data/items';
import { useOpenItem } from './use-open-item';

export interface NeighbourLinks {
  /** From 1; null while unknown. */
  index: number | null;
  total: number | null;
  toPrevious: (() => void) | null;
  toNext: (() => void) | null;
}

export function useNeighbours(itemId: string, filter: ItemFilter): NeighbourLinks {
  const queries = useQueryClient();
  const open = useOpenItem();
  const { data } = useQuery(neighboursQuery(itemId, filter));

  // The next item is most likely what comes next: have it at hand.
  useEffect(() => {
    if (data?.next) void queries.prefetchQuery(itemQuery(data.next));
  }, [queries, data?.next]);

  return useMemo(() => {
    const to = (id: string | null | undefined) => (id ? () => open(id) : null);
    return {
      index: data?.index ?? null,
      total: data?.total ?? null,
      toPrevious: to(data?.previous),
      toNext: to(data?.next),
    };
  }, [data, open]);
}
