/** Bulk actions. */

import type { BulkAction, BulkJob, BulkPreview, BulkRows, BulkRowsQuery, BulkSelection } from './bulk';
import { at, client, ok } from './http-client';

export const bulkApi = {
  previewBulk: (task: string, action: BulkAction, selection: BulkSelection) =>
    ok<BulkPreview>(
      client.POST('/api/v1/tasks/{id}/bulk/preview', { ...at({ id: task }), body: { action, selection } }),
    ),
  startBulk: (task: string, action: BulkAction, selection: BulkSelection) =>
    ok<BulkJob>(client.POST('/api/v1/tasks/{id}/bulk', { ...at({ id: task }), body: { action, selection } })),
  bulkJobs: (task: string) => ok<readonly BulkJob[]>(client.GET('/api/v1/tasks/{id}/bulk', at({ id: task }))),
  bulkJob: (id: string) => ok<BulkJob>(client.GET('/api/v1/bulk/{id}', at({ id }))),
  bulkRows: (id: string, query: BulkRowsQuery) =>
    ok<BulkRows>(client.GET('/api/v1/bulk/{id}/items', { params: { path: { id }, query } })),
  cancelBulk: (id: string) => ok<void>(client.POST('/api/v1/bulk/{id}/cancel', at({ id }))),
} as const;
