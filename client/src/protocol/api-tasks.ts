/** Tasks: their settings, members and overview. */

import { client, encodeSegment, pathParams, unwrap } from './http-client';
import type { Ontology } from './labels';
import type { Overview, OverviewQuery } from './overview';
import type { Role } from './people';
import type { Schema } from './schema';
import type { Member, NewTask, OntologyChanged, Task, TaskCard, TaskChange } from './tasks';

export const tasksApi = {
  tasks: () => unwrap<readonly TaskCard[]>(client.GET('/api/v1/tasks')),
  task: (id: string) => unwrap<Task>(client.GET('/api/v1/tasks/{id}', pathParams({ id }))),
  createTask: (body: NewTask) => unwrap<Task>(client.POST('/api/v1/tasks', { body })),
  changeTask: (id: string, body: TaskChange) =>
    unwrap<Task>(client.PATCH('/api/v1/tasks/{id}', { ...pathParams({ id }), body })),
  /** Adds media files of the dataset as items; without ids, all that are not items yet. */
  addItems: (id: string, media?: readonly string[]) =>
    unwrap<Schema<'ItemsAdded'>>(client.POST('/api/v1/tasks/{id}/items', { ...pathParams({ id }), body: { media } })),
  /** Changes the ontology. A change that breaks stored labels is applied only with `confirm`. */
  changeOntology: (id: string, ontology: Ontology, confirm = false) =>
    unwrap<OntologyChanged>(
      client.PUT('/api/v1/tasks/{id}/ontology', { ...pathParams({ id }), body: { ontology, confirm } }),
    ),

  members: (id: string) => unwrap<readonly Member[]>(client.GET('/api/v1/tasks/{id}/members', pathParams({ id }))),
  addMember: (id: string, email: string, roles: readonly Role[]) =>
    unwrap<Member>(client.POST('/api/v1/tasks/{id}/members', { ...pathParams({ id }), body: { email, roles } })),
  setRoles: (id: string, user_id: string, roles: readonly Role[]) =>
    unwrap<void>(
      client.PUT('/api/v1/tasks/{id}/members/{user_id}', { ...pathParams({ id, user_id }), body: { roles } }),
    ),

  overview: (id: string, query: OverviewQuery) =>
    unwrap<Overview>(client.GET('/api/v1/tasks/{id}/overview', { params: { path: { id }, query } })),
  /** For an `EventSource`: events `ready`, `lock`, `item`, `bulk`, `task`, `resync`. */
  taskEventsUrl: (id: string) => `/api/v1/tasks/${encodeSegment(id)}/events`,
  exportCocoUrl: (id: string, accepted = true) => `/api/v1/tasks/${encodeSegment(id)}/export/coco?accepted=${accepted}`,
} as const;
