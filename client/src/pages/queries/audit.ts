// Queries for the audit log of a task or of the whole server, page by page.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../../protocol/api';
import type { AuditFilter } from '../../protocol/types';

const PAGE = 100;

export const auditQuery = (task: string | undefined, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', task ?? null, filter],
    queryFn: ({ pageParam }) =>
      api.audit(task, { ...filter, limit: PAGE, ...(pageParam !== null && { after: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

const OFFERED = 10;

/** The first items of a task whose file name contains the text. */
export const itemNamesQuery = (task: string, q: string) =>
  queryOptions({
    queryKey: ['item-names', task, q],
    queryFn: () => api.items(task, { limit: OFFERED, ...(q !== '' && { q }) }),
    placeholderData: keepPreviousData,
  });
