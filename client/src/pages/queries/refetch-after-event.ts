// Reads again what a stream of events says has changed.
import type { QueryClient, QueryFilters } from '@tanstack/react-query';

/** Invalidates the queries. TanStack Query does not repeat a first request that is still under way, though its answer may be
 * older than the change, so such a query is requested again when the answer has arrived. */
export function refetchAfterEvent(queries: QueryClient, filters: QueryFilters): void {
  const first = queries
    .getQueryCache()
    .findAll({ ...filters, fetchStatus: 'fetching' })
    .filter((query) => query.state.data === undefined);
  void queries.invalidateQueries(filters);
  for (const query of first) {
    // `fetch` returns the request that is under way. Several events may wait for it; one request serves them all.
    void query.fetch().then(
      () => queries.invalidateQueries({ queryKey: query.queryKey, exact: true }, { cancelRefetch: false }),
      // Components that use the query show its error.
      () => undefined,
    );
  }
}
