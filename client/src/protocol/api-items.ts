/** Items: their place in the task, verdicts and stage changes. */

import { at, client, ok } from './http-client';
import type { Item, ItemFilter, ItemMove, ItemPage, ItemQuery, Neighbours, NextItem } from './items';
import type { Move, Stage } from './people';
import type { JudgeCommand, Judged, RejectItem } from './review';
import type { Schema } from './schema';

/** A verdict is on screen already: it is better reverted than in doubt for minutes. */
const ANSWER_WITHIN_MS = 20_000;

export const itemsApi = {
  items: (task: string, query: ItemQuery = {}) =>
    ok<ItemPage>(client.GET('/api/v1/tasks/{id}/items', { params: { path: { id: task }, query } })),
  item: (id: string) => ok<Item>(client.GET('/api/v1/items/{id}', at({ id }))),
  neighbours: (id: string, filter: ItemFilter = {}) =>
    ok<Neighbours>(client.GET('/api/v1/items/{id}/neighbours', { params: { path: { id }, query: filter } })),
  moves: (id: string) => ok<readonly ItemMove[]>(client.GET('/api/v1/items/{id}/moves', at({ id }))),
  labels: (id: string) =>
    ok<Readonly<Record<string, Schema<'Label'>>>>(client.GET('/api/v1/items/{id}/labels', at({ id }))),
  ticket: (id: string) => ok<Schema<'Ticket'>>(client.POST('/api/v1/items/{id}/ticket', at({ id }))),

  /** Returns the user's next item. `returned`: only items that come back after this user sent them back. */
  next: (task: string, stage: Stage, returned?: true) =>
    ok<NextItem>(client.POST('/api/v1/tasks/{id}/next', { ...at({ id: task }), body: { stage, returned } })),
  skip: (id: string, reason: string) =>
    ok<void>(client.POST('/api/v1/items/{id}/skip', { ...at({ id }), body: { reason } })),
  unlock: (id: string, reason?: string) =>
    ok<void>(client.POST('/api/v1/items/{id}/unlock', { ...at({ id }), body: { reason } })),

  judge: (id: string, body: JudgeCommand) =>
    ok<Judged>(
      client.POST('/api/v1/items/{id}/verdicts', {
        ...at({ id }),
        body,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      }),
    ),
  finish: (id: string, move: Move) =>
    ok<Schema<'Finished'>>(client.POST('/api/v1/items/{id}/finish', { ...at({ id }), body: { move } })),
  reject: (id: string, body: RejectItem) =>
    ok<Schema<'Finished'>>(client.POST('/api/v1/items/{id}/reject', { ...at({ id }), body })),
  /** Sends an accepted item back to be worked on again. */
  revise: (id: string, body: RejectItem) =>
    ok<Schema<'Finished'>>(client.POST('/api/v1/items/{id}/revise', { ...at({ id }), body })),
} as const;
