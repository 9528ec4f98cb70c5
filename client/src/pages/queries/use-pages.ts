// The rows of a paged list, and how to load the next page.
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { MorePages } from '../../ui/VirtualTable';

type Pages<Row> = UseInfiniteQueryResult<InfiniteData<{ readonly rows: readonly Row[] }>>;

export function usePages<Row>(list: Pages<Row>): { rows: readonly Row[]; more: MorePages } {
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  // A failed page waits for the user to retry: automatic retries would go on for as long as the server is down.
  const wanted = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
  const onNearEnd = useCallback(() => {
    if (wanted) void fetchNextPage();
  }, [wanted, fetchNextPage]);
  const onMore = () => void fetchNextPage();
  return { rows, more: { loading: isFetchingNextPage, failed: isFetchNextPageError, onNearEnd, onMore } };
}
