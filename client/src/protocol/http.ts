/** Bodies of the HTTP API. */

import type { IssueTag } from './issues';
import type { Ontology } from './labels';
import type { Person } from './people';
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
export type FinishRequires = 'nothing' | 'requirements' | 'resolved_issues';
/** How a task's items are reviewed. */
export interface ReviewSettings {
  /** An item is approved only when every label has an approved verdict. */
  readonly strict_review: boolean;
  readonly finish_requires: FinishRequires;
  /** Annotators neither see nor write comments. */
  readonly consensus: boolean;
  readonly issue_tags: readonly IssueTag[];
}
export type Task = Omit<Schema<'Task'>, 'ontology'> & { readonly ontology: Ontology } & ReviewSettings;
export type TaskChange = Partial<ReviewSettings> & { readonly name?: string; readonly editor_lock?: boolean };
export type Member = Schema<'Member'>;

export type LockHolder = Schema<'LockHolder'>;
export type Media = Schema<'Media'>;
/** A simplified outline in pixels of the media, drawn over the thumbnail. */
export type PreviewOutline = Schema<'Outline'>;
export type Item = Omit<Schema<'Item'>, 'can'> & {
  readonly approved_count: number;
  readonly rejected_count: number;
  /** How often it was sent back. */
  readonly rejections: number;
  readonly rejected_by: Person | null;
  readonly submitted_by: Person | null;
  readonly can: Schema<'Can'> & { readonly judge: boolean };
};
export type ItemPage = Omit<Schema<'ItemPage'>, 'items'> & { readonly items: readonly Item[] };
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
export type ItemEvent = Omit<Extract<Schema<'TaskEvent'>, { type: 'item' }>, 'type'> &
  Pick<Item, 'approved_count' | 'rejected_count'>;
