// The items before and after this one, within the task or the list's filter.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { ItemFilter } from '../../../protocol/types';
import { itemQuery, neighboursQuery } from '../../queries/items';
import { useOpenItem } from '../use-open-item';

export interface NeighbourLinks {
  /** The position of the item, from 1; `null` while unknown. */
  index: number | null;
  total: number | null;
  toPrevious: (() => void) | null;
  toNext: (() => void) | null;
}

export function useNeighbours(itemId: string, filter: ItemFilter): NeighbourLinks {
  const queries = useQueryClient();
  const open = useOpenItem();
  const { data } = useQuery(neighboursQuery(itemId, filter));

  // Prefetch the next item, which is the likeliest to be opened.
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
