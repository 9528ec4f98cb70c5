// The query for a task's overview: its progress by stage, day and person.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../../protocol/api';
import type { DayRange } from '../../ui/days';

/** The overview gets no events for stage changes, so it is polled while the tab is open. */
const POLL_MS = 60_000;

export const overviewQuery = (task: string, range: DayRange) =>
  queryOptions({
    queryKey: ['task', task, 'overview', range],
    queryFn: () => api.overview(task, range),
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  });
