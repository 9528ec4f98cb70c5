// Bulk actions: previewing, starting, cancelling and following them.
import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { api } from '../../protocol/api';
import type { BulkAction, BulkEvent, BulkJob, BulkKind, BulkSelection } from '../../protocol/types';
import { refetchAfterEvent } from './refetch-after-event';

/** A fallback in case progress events do not arrive. */
const POLL_MS = 4_000;
const PAGE = 50;

export const bulkJobsKey = (task: string) => ['bulk', task] as const;

export const bulkJobsQuery = (task: string) =>
  queryOptions({ queryKey: [...bulkJobsKey(task), 'list'], queryFn: () => api.bulkJobs(task) });

export const bulkJobQuery = (task: string, id: string) =>
  queryOptions({
    queryKey: [...bulkJobsKey(task), 'job', id],
    queryFn: () => api.bulkJob(id),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? POLL_MS : false),
  });

export const bulkFailuresQuery = (task: string, id: string) =>
  infiniteQueryOptions({
    queryKey: [...bulkJobsKey(task), 'failures', id],
    queryFn: ({ pageParam }) =>
      api.bulkRows(id, { outcome: 'failed', limit: PAGE, ...(pageParam !== null && { after: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
  });

/** Returns a placeholder action of the kind. The preview depends only on the kind, so the other fields can hold anything. */
function placeholderAction(kind: BulkKind): BulkAction {
  switch (kind) {
    case 'accept':
      return { kind };
    case 'reject':
    case 'unlock':
      return { kind, reason: '–' };
    case 'assign':
      return { kind, to: [] };
    case 'prioritise':
      return { kind, priority: 0 };
  }
}

export const bulkPreviewQuery = (task: string, kind: BulkKind, selection: BulkSelection) =>
  queryOptions({
    queryKey: [...bulkJobsKey(task), 'preview', kind, selection],
    queryFn: () => api.previewBulk(task, placeholderAction(kind), selection),
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });

/** Applies a progress event to every cached copy of the job. */
export function applyBulkEvent(queries: QueryClient, task: string, { job: id, ...event }: BulkEvent): void {
  const changed = (job: BulkJob): BulkJob => ({ ...job, ...event });
  let known = false;
  queries.setQueryData(bulkJobsQuery(task).queryKey, (jobs) => {
    known = jobs?.some((job) => job.id === id) ?? false;
    return known ? jobs?.map((job) => (job.id === id ? changed(job) : job)) : jobs;
  });
  queries.setQueryData(bulkJobQuery(task, id).queryKey, (job) => job && changed(job));
  // An unknown job was just started by someone else, and a finished one has more to load.
  if (!known || event.state !== 'running') {
    refetchAfterEvent(queries, { queryKey: bulkJobsQuery(task).queryKey });
    refetchAfterEvent(queries, { queryKey: bulkJobQuery(task, id).queryKey });
    refetchAfterEvent(queries, { queryKey: bulkFailuresQuery(task, id).queryKey });
  }
}

/** Adds a started job to the cache. */
export function addJob(queries: QueryClient, job: BulkJob): void {
  const { queryKey } = bulkJobQuery(job.task_id, job.id);
  queries.setQueryData(queryKey, job);
  // A short job can end before it is in the cache; its events are then lost.
  refetchAfterEvent(queries, { queryKey });
  refetchAfterEvent(queries, { queryKey: bulkJobsQuery(job.task_id).queryKey });
}

export function useStartBulk(task: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ action, selection }: { action: BulkAction; selection: BulkSelection }) =>
      api.startBulk(task, action, selection),
    onSuccess: (job) => addJob(queries, job),
  });
}

export function useCancelBulk(task: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.cancelBulk(id),
    onSettled: () => queries.invalidateQueries({ queryKey: bulkJobsKey(task) }),
  });
}
