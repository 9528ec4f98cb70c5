/** Saved views of the data list. */

import { at, client, ok } from './http-client';
import type { NewView, SavedView, ViewChange } from './views';

export const viewsApi = {
  views: (task: string) => ok<readonly SavedView[]>(client.GET('/api/v1/tasks/{id}/views', at({ id: task }))),
  saveView: (task: string, body: NewView) =>
    ok<SavedView>(client.POST('/api/v1/tasks/{id}/views', { ...at({ id: task }), body })),
  changeView: (id: string, body: ViewChange) =>
    ok<SavedView>(client.PATCH('/api/v1/views/{id}', { ...at({ id }), body })),
  deleteView: (id: string) => ok<void>(client.DELETE('/api/v1/views/{id}', at({ id }))),
} as const;
