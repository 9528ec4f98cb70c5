/** Bulk actions. */

import type { BulkAction, BulkJob, BulkPreview, BulkRows, BulkRowsQuery, BulkSelection } from './bulk';
import { client, pathParams, unwrap } from './http-client';

export const bulkApi = {
  previewBulk: (task: string, action: BulkAction, selection: BulkSelection) =>
    unwrap<BulkPreview>(
      client.POST('/api/v1/tasks/{id}/bulk/preview', { ...pathParams({ id: task }), body: { action, selection } }),
    ),
  startBulk: (task: string, action: BulkAction, selection: BulkSelection) =>
    unwrap<BulkJob>(
      client.POST('/api/v1/tasks/{id}/bulk', { ...pathParams({ id: task }), body: { action, selection } }),
    ),
  bulkJobs: (task: string) =>
    unwrap<readonly BulkJob[]>(client.GET('/api/v1/tasks/{id}/bulk', pathParams({ id: task }))),
  bulkJob: (id: string) => unwrap<BulkJob>(client.GET('/api/v1/bulk/{id}', pathParams({ id }))),
  bulkRows: (id: string, query: BulkRowsQuery) =>
    unwrap<BulkRows>(client.GET('/api/v1/bulk/{id}/items', { params: { path: { id }, query } })),
  cancelBulk: (id: string) => unwrap<void>(client.POST('/api/v1/bulk/{id}/cancel', pathParams({ id }))),
} as const;
