// Queries for datasets, their accepted results, item versions and exports.
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { api } from '../../protocol/api';
import type { DatasetExport, ResultFilter, ResultSort } from '../../protocol/types';

const PAGE = 100;
const POLL_MS = 700;

/** The prefix of every dataset query key. */
export const datasetsKey = ['datasets'] as const;
/** Kept apart from the fixed keys, because an id comes from the URL and can be any text. */
const keyOf = (id: string) => [...datasetsKey, 'one', id] as const;

export const datasetsQuery = queryOptions({ queryKey: [...datasetsKey, 'list'], queryFn: api.datasets });

export const datasetQuery = (id: string) => queryOptions({ queryKey: keyOf(id), queryFn: () => api.dataset(id) });

export const resultsQuery = (id: string, filter: ResultFilter, sort: ResultSort) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(id), 'results', filter, sort],
    queryFn: ({ pageParam }) =>
      api.results(id, { ...filter, sort, limit: PAGE, ...(pageParam !== null && { after: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

export const versionsQuery = (item: string) =>
  queryOptions({ queryKey: [...datasetsKey, 'versions', item], queryFn: () => api.versions(item) });

/** A version never changes, so it never becomes stale. */
export const versionQuery = (item: string, version: number) =>
  queryOptions({
    queryKey: [...datasetsKey, 'versions', item, version],
    queryFn: () => api.version(item, version),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const exportsQuery = (dataset: string) =>
  queryOptions({
    queryKey: [...keyOf(dataset), 'exports'],
    queryFn: () => api.exports(dataset),
    refetchInterval: (query) => (query.state.data?.some((each) => each.state === 'running') ? POLL_MS : false),
  });

export function useCreateDataset() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: api.createDataset,
    onSuccess: () => queries.invalidateQueries({ queryKey: datasetsKey }),
  });
}

export function useStartExport(dataset: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (filter: ResultFilter) => api.startExport(dataset, filter),
    onSuccess: (started) =>
      queries.setQueryData<readonly DatasetExport[]>(exportsQuery(dataset).queryKey, (known) => [
        started,
        ...(known ?? []).filter((each) => each.id !== started.id),
      ]),
    onSettled: () => queries.invalidateQueries({ queryKey: exportsQuery(dataset).queryKey }),
  });
}
