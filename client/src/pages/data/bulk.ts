// Actions on many items: what they would do, starting them, how far they are.
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
import { readAgain } from './read-again';

/** The stream tells how far it is; this is for when it does not come. */
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

/** What the server counts depends on the kind of action alone; what is still to be filled in is filled in with anything. */
function anyOf(kind: BulkKind): BulkAction {
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
    queryFn: () => api.previewBulk(task, anyOf(kind), selection),
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });

/** What the stream says of an action, wherever it is shown. */
export function patchJob(queries: QueryClient, task: string, { job: id, ...news }: BulkEvent): void {
  const changed = (job: BulkJob): BulkJob => ({ ...job, ...news });
  let known = false;
  queries.setQueryData(bulkJobsQuery(task).queryKey, (jobs) => {
    known = jobs?.some((job) => job.id === id) ?? false;
    return known ? jobs?.map((job) => (job.id === id ? changed(job) : job)) : jobs;
  });
  queries.setQueryData(bulkJobQuery(task, id).queryKey, (job) => job && changed(job));
  // Another's action that just began, and what its end brings with it.
  if (!known || news.state !== 'running') {
    readAgain(queries, { queryKey: bulkJobsQuery(task).queryKey });
    readAgain(queries, { queryKey: bulkJobQuery(task, id).queryKey });
    readAgain(queries, { queryKey: bulkFailuresQuery(task, id).queryKey });
  }
}

/** Makes an action that was started known to what shows actions. */
export function addJob(queries: QueryClient, job: BulkJob): void {
  const { queryKey } = bulkJobQuery(job.task_id, job.id);
  queries.setQueryData(queryKey, job);
  // A short one may have ended before this was known, and what the stream said of it is lost.
  readAgain(queries, { queryKey });
  readAgain(queries, { queryKey: bulkJobsQuery(job.task_id).queryKey });
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
