/** Items of a task as the data list has them: what they are filtered by, what they went through, actions on many. */

import type { Move, Person, Stage } from './people';
import type { Schema } from './schema';

export type Status = 'waiting' | 'in_progress' | 'sent_back' | 'resubmitted' | 'complete';
/** Low, normal, high, urgent. */
export type Priority = -1 | 0 | 1 | 2;
export type Activity = 'open_issues' | 'comments' | 'rejected' | 'revised' | 'skipped' | 'violations';
export type Sort = 'position' | 'name' | 'updated' | 'priority';

/** All that is given must hold. */
export interface ItemFilter {
  readonly stage?: Stage;
  /** From 1, within review. */
  readonly review_pass?: number;
  readonly status?: Status;
  /** A part of the file name. */
  readonly q?: string;
  /** Activities, separated by commas. */
  readonly has?: string;
  /** Who submitted it last. */
  readonly annotator?: string;
  /** Who approved it in review last. */
  readonly reviewer?: string;
  /** Somebody's id, or `none`. */
  readonly assignee?: string;
  readonly returned_by?: string;
  readonly locked?: true;
  readonly locked_by?: string;
  /** By me, since it came to its stage. */
  readonly opened?: boolean;
  readonly priority?: number;
  /** At least one label is of this class. */
  readonly class?: string;
  readonly sample?: string;
}

export interface ItemQuery extends ItemFilter {
  readonly sort?: Sort;
  readonly after?: string;
  readonly limit?: number;
}

export interface Can extends Schema<'Can'> {
  readonly revise: boolean;
  readonly skip: boolean;
  readonly assign: boolean;
}

export interface Item extends Omit<Schema<'Item'>, 'can' | 'rejected_by'> {
  readonly can: Can;
  /** From 1 in review, otherwise 0. */
  readonly review_pass: number;
  readonly status: Status;
  readonly stage_since: string;
  readonly priority: Priority;
  /** How often it was taken back after it had been accepted. */
  readonly revisions: number;
  /** Who sent it back last. */
  readonly returned_by: Person | null;
  readonly returned_at: string | null;
  /** Sent back, and handed on since. */
  readonly resubmitted: boolean;
  readonly reviewed_by: Person | null;
  readonly skips: number;
  readonly violations: number;
  /** By me, since it came to its stage. */
  readonly opened: boolean;
  /** Offered to one person, while that lasts. */
  readonly reserved_by: Person | null;
}

export interface ItemPage {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly total: number;
}

/** One step of an item through the workflow. */
export interface ItemMove {
  readonly at: string;
  readonly by: Person | null;
  readonly kind: Move | 'reject' | 'revise';
  readonly from: Stage;
  readonly from_pass: number;
  readonly to: Stage;
  readonly to_pass: number;
  readonly round: number;
  readonly assignee: Person | null;
  readonly reason: string | null;
  readonly tags: readonly string[];
  readonly label_count: number;
}

export interface ReviseItem {
  readonly reason: string;
  readonly stage?: Stage;
  readonly assignee?: string;
  readonly tags?: readonly string[];
  readonly mentions?: readonly string[];
}

export interface NextItem {
  readonly item: string | null;
  readonly reserved_until: string | null;
}

/** The `item` event of a task's stream. */
export interface ItemEvent extends Omit<Extract<Schema<'TaskEvent'>, { type: 'item' }>, 'type'> {
  readonly status: Status;
  readonly review_pass: number;
  readonly violations: number;
  readonly priority: Priority;
  readonly assignee: Person | null;
  readonly resubmitted: boolean;
}

/** What a person says when many items are sent back at once. */
export interface SentBack {
  readonly reason: string;
  readonly tags?: readonly string[];
  readonly stage?: Stage;
  readonly assignee?: string;
}

export type BulkAction =
  | { readonly kind: 'accept' }
  | ({ readonly kind: 'reject' } & SentBack)
  | { readonly kind: 'unlock'; readonly reason?: string }
  /** To these evenly, in turn; to nobody when empty. */
  | { readonly kind: 'assign'; readonly to: readonly string[] }
  | { readonly kind: 'prioritise'; readonly priority: Priority };

export type BulkKind = BulkAction['kind'];

export type BulkSelection =
  | { readonly items: readonly string[] }
  | { readonly filter: ItemFilter; readonly except?: readonly string[] };

export interface BulkPreview {
  readonly total: number;
  readonly stages: Schema<'StageCounts'>;
  /** At a stage where the action can work. */
  readonly applies: number;
  readonly not_opened: number;
  readonly not_opened_names: readonly string[];
  /** Held by others. */
  readonly locked: number;
}

export type BulkState = 'running' | 'done' | 'cancelled';

export interface BulkJob {
  readonly id: string;
  readonly task_id: string;
  readonly action: BulkAction;
  readonly state: BulkState;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly sample_id: string | null;
  readonly created_by: Person;
  readonly created_at: string;
  readonly finished_at: string | null;
}

/** The `bulk` event of a task's stream. */
export interface BulkEvent {
  readonly job: string;
  readonly state: BulkState;
  readonly done: number;
  readonly failed: number;
  readonly total: number;
}

export interface BulkRow {
  readonly item_id: string;
  readonly file_name: string;
  readonly outcome: 'done' | 'failed' | null;
  readonly message: string | null;
}

export interface BulkRows {
  readonly rows: readonly BulkRow[];
  readonly next: string | null;
}

export type SampleMethod = 'random' | 'per_annotator' | 'per_class' | 'by_violation' | 'first_n';
export type SampleSize = { readonly count: number } | { readonly percent: number };

export interface NewSample {
  readonly method: SampleMethod;
  readonly size: SampleSize;
  readonly seed?: number;
  readonly filter?: ItemFilter;
  readonly max_error_percent: number;
}

/** Fractions, 0 to 1; the bounds are Wilson's at 95 %. */
export interface ErrorRate {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

export interface Sample {
  readonly id: string;
  readonly task_id: string;
  readonly method: SampleMethod;
  readonly size: SampleSize;
  readonly filter: ItemFilter;
  readonly seed: number;
  readonly population: number;
  readonly drawn: number;
  readonly judged: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly error: ErrorRate | null;
  readonly max_error_percent: number;
  readonly suggestion: 'judge_more' | 'accept_rest' | 'reject_rest';
  readonly rest: number;
  readonly created_by: Person | null;
  readonly created_at: string;
  readonly decision: {
    readonly decision: 'accept' | 'reject';
    readonly note: string;
    readonly by: Person | null;
    readonly at: string;
    readonly bulk_id: string | null;
  } | null;
}

export type SampleDecision =
  | { readonly decision: 'accept'; readonly note?: string }
  | ({ readonly decision: 'reject'; readonly note?: string } & SentBack);

/** Filters, order and look of the data list that a person keeps. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly shared: boolean;
  readonly mine: boolean;
  readonly by: Person;
}

export interface NewView {
  readonly name: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly shared?: boolean;
}
