/** Bodies of the HTTP API. */

import type { Schema } from './schema';
import type { CardSetup, TaskSetup } from './setup-contract';

export type ErrorCode = Schema<'ErrorCode'>;
export type ApiErrorBody = Schema<'ApiErrorBody'>;

export type Me = Schema<'Me'>;
export type User = Schema<'User'>;
export type Token = Schema<'Token'>;
export type PersonWithEmail = Schema<'Contact'>;

export type StageCounts = Schema<'StageCounts'>;
export type TaskCard = Schema<'TaskCard'> & CardSetup;
/** What must be settled before an item moves on. */
export type FinishRequires = Schema<'FinishRequires'>;
export type Task = Omit<Schema<'Task'>, 'workflow' | 'strict_review'> & TaskSetup;
export type TaskChange = Partial<
  Pick<
    Task,
    'name' | 'editor_lock' | 'finish_requires' | 'consensus' | 'issue_tags' | 'workflow' | 'distribution' | 'state'
  >
>;
export type Member = Schema<'Member'>;

export type LockHolder = Schema<'LockHolder'>;
export type Media = Schema<'Media'>;
/** A simplified outline in pixels of the media, drawn over the thumbnail. */
export type PreviewOutline = Schema<'Outline'>;
export type { Item, ItemEvent, ItemPage } from './items-contract';
export type Neighbours = Schema<'Neighbours'>;

export type ImportStatus = Schema<'Import'>;
export type AuditRow = Schema<'AuditRow'>;
export type AuditPage = Schema<'AuditPage'>;

/** Events of `/api/v1/tasks/{id}/events`, told apart by their event name. */
export type LockEvent = Omit<Extract<Schema<'TaskEvent'>, { type: 'lock' }>, 'type'>;
