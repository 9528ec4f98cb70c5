/** The audit log of one task, or of the whole site if no task is given. */

import type { AuditFilter, AuditPage, AuditQuery } from './audit';
import { client, encodeSegment, unwrap } from './http-client';

export const auditApi = {
  audit: (task: string | undefined, query: AuditQuery) =>
    unwrap<AuditPage>(
      task === undefined
        ? client.GET('/api/v1/audit', { params: { query } })
        : client.GET('/api/v1/tasks/{id}/audit', { params: { path: { id: task }, query } }),
    ),
  auditCsvUrl: (task: string | undefined, filter: AuditFilter) => {
    const given = Object.entries(filter).filter(([, value]) => value !== undefined);
    const query = new URLSearchParams(given).toString();
    const path = task === undefined ? '/api/v1/audit.csv' : `/api/v1/tasks/${encodeSegment(task)}/audit.csv`;
    return query === '' ? path : `${path}?${query}`;
  },
} as const;
