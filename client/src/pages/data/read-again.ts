// Reads again what a stream of events says has changed.
import type { QueryClient, QueryFilters } from '@tanstack/react-query';

/** Invalidates the queries. One that waits for its very first answer would take that for the new one, though it may be from
 * before the change: it is read once more after it. */
export function readAgain(queries: QueryClient, filters: QueryFilters): void {
  const first = queries
    .getQueryCache()
    .findAll({ ...filters, fetchStatus: 'fetching' })
    .filter((query) => query.state.data === undefined);
  void queries.invalidateQueries(filters);
  for (const query of first) {
    // The answer that is on its way; whoever shows the query tells of its error.
    void query.fetch().then(
      () => queries.invalidateQueries({ queryKey: query.queryKey, exact: true }),
      () => undefined,
    );
  }
}
