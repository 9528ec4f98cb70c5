/** Tasks: their settings, members and overview. */

import { at, client, ok, segment } from './http-client';
import type { Ontology } from './labels';
import type { Overview, OverviewQuery } from './overview';
import type { Role } from './people';
import type { Schema } from './schema';
import type { Member, NewTask, OntologyChanged, Task, TaskCard, TaskChange } from './tasks';

export const tasksApi = {
  tasks: () => ok<readonly TaskCard[]>(client.GET('/api/v1/tasks')),
  task: (id: string) => ok<Task>(client.GET('/api/v1/tasks/{id}', at({ id }))),
  createTask: (body: NewTask) => ok<Task>(client.POST('/api/v1/tasks', { body })),
  changeTask: (id: string, body: TaskChange) => ok<Task>(client.PATCH('/api/v1/tasks/{id}', { ...at({ id }), body })),
  /** Adds media files of the dataset as items; without ids, all that are not items yet. */
  addItems: (id: string, media?: readonly string[]) =>
    ok<Schema<'ItemsAdded'>>(client.POST('/api/v1/tasks/{id}/items', { ...at({ id }), body: { media } })),
  /** Changes the ontology. A change that breaks stored labels is applied only with `confirm`. */
  changeOntology: (id: string, ontology: Ontology, confirm = false) =>
    ok<OntologyChanged>(client.PUT('/api/v1/tasks/{id}/ontology', { ...at({ id }), body: { ontology, confirm } })),

  members: (id: string) => ok<readonly Member[]>(client.GET('/api/v1/tasks/{id}/members', at({ id }))),
  addMember: (id: string, email: string, roles: readonly Role[]) =>
    ok<Member>(client.POST('/api/v1/tasks/{id}/members', { ...at({ id }), body: { email, roles } })),
  setRoles: (id: string, user_id: string, roles: readonly Role[]) =>
    ok<void>(client.PUT('/api/v1/tasks/{id}/members/{user_id}', { ...at({ id, user_id }), body: { roles } })),

  overview: (id: string, query: OverviewQuery) =>
    ok<Overview>(client.GET('/api/v1/tasks/{id}/overview', { params: { path: { id }, query } })),
  /** For an `EventSource`: events `ready`, `lock`, `item`, `bulk`, `task`, `resync`. */
  taskEventsUrl: (id: string) => `/api/v1/tasks/${segment(id)}/events`,
  exportCocoUrl: (id: string, accepted = true) => `/api/v1/tasks/${segment(id)}/export/coco?accepted=${accepted}`,
} as const;
