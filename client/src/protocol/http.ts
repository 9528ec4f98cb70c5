/** Bodies of the HTTP API. */

import type { Schema } from './schema';

export type ErrorCode = Schema<'ErrorCode'>;
export type ApiErrorBody = Schema<'ApiErrorBody'>;

export type Me = Schema<'Me'>;
export type User = Schema<'User'>;
export type Token = Schema<'Token'>;
export type PersonWithEmail = Schema<'Contact'>;

export type StageCounts = Schema<'StageCounts'>;
export type TaskCard = Schema<'TaskCard'>;
/** What must be settled before an item moves on. */
export type FinishRequires = Schema<'FinishRequires'>;
export type Task = Schema<'Task'>;
export type TaskChange = Partial<Pick<Task, keyof Schema<'TaskChange'>>>;
export type Member = Schema<'Member'>;

export type LockHolder = Schema<'LockHolder'>;
export type Media = Schema<'Media'>;
/** A simplified outline in pixels of the media, drawn over the thumbnail. */
export type PreviewOutline = Schema<'Outline'>;
export type Item = Schema<'Item'>;
export type ItemPage = Schema<'ItemPage'>;
export type Neighbours = Schema<'Neighbours'>;

export interface ItemQuery {
  readonly stage?: Schema<'Stage'>;
  readonly q?: string;
  readonly has?: Schema<'Has'>;
  readonly locked?: boolean;
  readonly sort?: Schema<'Sort'>;
  readonly after?: string;
  readonly limit?: number;
}

export type ImportStatus = Schema<'Import'>;
export type AuditRow = Schema<'AuditRow'>;
export type AuditPage = Schema<'AuditPage'>;

/** Events of `/api/v1/tasks/{id}/events`, told apart by their event name. */
export type LockEvent = Omit<Extract<Schema<'TaskEvent'>, { type: 'lock' }>, 'type'>;
export type ItemEvent = Omit<Extract<Schema<'TaskEvent'>, { type: 'item' }>, 'type'>;
