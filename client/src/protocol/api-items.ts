/** Items: their place in the task, verdicts and stage changes. */

import { client, pathParams, unwrap } from './http-client';
import type { Item, ItemFilter, ItemMove, ItemPage, ItemQuery, Neighbours, NextItem } from './items';
import type { FinishAction, Stage } from './people';
import type { JudgeCommand, Judged, RejectItem } from './review';
import type { Schema } from './schema';

/** A verdict is on screen already: it is better reverted than in doubt for minutes. */
const VERDICT_TIMEOUT_MS = 20_000;

export const itemsApi = {
  items: (task: string, query: ItemQuery = {}) =>
    unwrap<ItemPage>(client.GET('/api/v1/tasks/{id}/items', { params: { path: { id: task }, query } })),
  item: (id: string) => unwrap<Item>(client.GET('/api/v1/items/{id}', pathParams({ id }))),
  neighbours: (id: string, filter: ItemFilter = {}) =>
    unwrap<Neighbours>(client.GET('/api/v1/items/{id}/neighbours', { params: { path: { id }, query: filter } })),
  moves: (id: string) => unwrap<readonly ItemMove[]>(client.GET('/api/v1/items/{id}/moves', pathParams({ id }))),
  labels: (id: string) =>
    unwrap<Readonly<Record<string, Schema<'Label'>>>>(client.GET('/api/v1/items/{id}/labels', pathParams({ id }))),
  ticket: (id: string) => unwrap<Schema<'Ticket'>>(client.POST('/api/v1/items/{id}/ticket', pathParams({ id }))),

  /** Returns the user's next item. `returned`: only items that come back after this user sent them back. */
  next: (task: string, stage: Stage, returned?: true) =>
    unwrap<NextItem>(
      client.POST('/api/v1/tasks/{id}/next', { ...pathParams({ id: task }), body: { stage, returned } }),
    ),
  skip: (id: string, reason: string) =>
    unwrap<void>(client.POST('/api/v1/items/{id}/skip', { ...pathParams({ id }), body: { reason } })),
  unlock: (id: string, reason?: string) =>
    unwrap<void>(client.POST('/api/v1/items/{id}/unlock', { ...pathParams({ id }), body: { reason } })),

  judge: (id: string, body: JudgeCommand) =>
    unwrap<Judged>(
      client.POST('/api/v1/items/{id}/verdicts', {
        ...pathParams({ id }),
        body,
        signal: AbortSignal.timeout(VERDICT_TIMEOUT_MS),
      }),
    ),
  finish: (id: string, move: FinishAction) =>
    unwrap<Schema<'Finished'>>(client.POST('/api/v1/items/{id}/finish', { ...pathParams({ id }), body: { move } })),
  reject: (id: string, body: RejectItem) =>
    unwrap<Schema<'Finished'>>(client.POST('/api/v1/items/{id}/reject', { ...pathParams({ id }), body })),
  /** Sends an accepted item back to be worked on again. */
  revise: (id: string, body: RejectItem) =>
    unwrap<Schema<'Finished'>>(client.POST('/api/v1/items/{id}/revise', { ...pathParams({ id }), body })),
} as const;
