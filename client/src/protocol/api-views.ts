/** Saved views of the data list. */

import { client, pathParams, unwrap } from './http-client';
import type { NewView, SavedView, ViewChange } from './views';

export const viewsApi = {
  views: (task: string) =>
    unwrap<readonly SavedView[]>(client.GET('/api/v1/tasks/{id}/views', pathParams({ id: task }))),
  saveView: (task: string, body: NewView) =>
    unwrap<SavedView>(client.POST('/api/v1/tasks/{id}/views', { ...pathParams({ id: task }), body })),
  changeView: (id: string, body: ViewChange) =>
    unwrap<SavedView>(client.PATCH('/api/v1/views/{id}', { ...pathParams({ id }), body })),
  deleteView: (id: string) => unwrap<void>(client.DELETE('/api/v1/views/{id}', pathParams({ id }))),
} as const;
