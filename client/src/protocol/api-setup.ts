/** Tasks and their set-up, over HTTP. */

import { request } from './api';
import type { Task, TaskChange } from './http';
import type { Ontology } from './labels';
import type { NewTask, OntologyChange } from './setup-contract';

const of = encodeURIComponent;

export const setupApi = {
  createTask: (task: NewTask) => request<Task>('POST', '/api/v1/tasks', { body: task }),
  changeTask: (id: string, change: TaskChange) => request<Task>('PATCH', `/api/v1/tasks/${of(id)}`, { body: change }),
  /** Without ids: all media of the dataset that are no items yet. */
  addItems: (id: string, media?: readonly string[]) =>
    request<{ readonly added: number }>('POST', `/api/v1/tasks/${of(id)}/items`, {
      body: media === undefined ? {} : { media },
    }),
  /** What would break is applied only with `confirm`. */
  changeOntology: (id: string, ontology: Ontology, confirm = false) =>
    request<OntologyChange>('PUT', `/api/v1/tasks/${of(id)}/ontology`, {
      body: { ontology, ...(confirm && { confirm }) },
    }),
} as const;
