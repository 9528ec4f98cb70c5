/** Bodies of the HTTP API. */

import type { Ontology } from './labels';
import type { Move, Person, Role, Stage } from './people';

export type ErrorCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'origin'
  | 'not_found'
  | 'conflict'
  | 'wrong_stage'
  | 'locked'
  | 'too_large'
  | 'too_fast'
  | 'unavailable'
  | 'internal';

export interface ApiErrorBody {
  readonly code: ErrorCode;
  readonly message: string;
  readonly field?: string;
  readonly error_id?: string;
}

export interface Me extends Person {
  readonly email: string;
  readonly is_admin: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface User extends Person {
  readonly email: string;
  readonly is_admin: boolean;
  readonly disabled: boolean;
}

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly last_used_at?: string | null;
}

export interface StageCounts {
  readonly annotate: number;
  readonly review: number;
  readonly acceptance: number;
  readonly complete: number;
}

export interface PersonWithEmail extends Person {
  readonly email: string;
}

export interface TaskCard {
  readonly id: string;
  readonly name: string;
  readonly dataset_id: string;
  readonly roles: readonly Role[];
  readonly stages: StageCounts;
  readonly total: number;
  readonly admins: readonly PersonWithEmail[];
  readonly todo: { readonly annotate: number; readonly review: number; readonly acceptance: number };
  readonly created_at: string;
}

export interface Task extends TaskCard {
  readonly ontology: Ontology;
  readonly workflow: readonly Stage[];
  readonly editor_lock: boolean;
}

export interface Member {
  readonly person: Person;
  readonly email: string;
  readonly roles: readonly Role[];
}

export interface LockHolder {
  readonly person: Person;
  readonly since: string;
  readonly mine: boolean;
}

export interface Media {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly content_type: string;
  readonly url: string;
  readonly thumbnail_url: string;
}

/** A simplified outline in pixels of the media, drawn over the thumbnail. */
export interface PreviewOutline {
  readonly class: string;
  readonly rings: readonly (readonly number[])[];
}

export interface Item {
  readonly id: string;
  readonly task_id: string;
  readonly position: number;
  readonly file_name: string;
  readonly stage: Stage;
  readonly round: number;
  readonly generation: number;
  readonly media: Media;
  readonly label_count: number;
  readonly open_issues: number;
  readonly comment_count: number;
  readonly lock: LockHolder | null;
  readonly assignee: Person | null;
  readonly preview: readonly PreviewOutline[];
  readonly updated_at: string;
  readonly can: {
    readonly write: boolean;
    readonly comment: boolean;
    readonly finish: Move | null;
    readonly force_unlock: boolean;
  };
}

export interface ItemPage {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly total: number;
}

export interface ItemQuery {
  readonly stage?: Stage;
  readonly q?: string;
  readonly has?: 'open_issues' | 'comments';
  readonly locked?: boolean;
  readonly sort?: 'position' | 'name' | 'updated';
  readonly after?: string;
  readonly limit?: number;
}

export interface Neighbours {
  readonly previous: string | null;
  readonly next: string | null;
  readonly index: number;
  readonly total: number;
}

export interface ImportStatus {
  readonly id?: string;
  readonly state: string;
  readonly done: number;
  readonly total: number;
  readonly report: readonly { readonly level: string; readonly file?: string; readonly message: string }[];
  readonly task_id?: string | null;
  readonly error?: string | null;
}

export interface AuditRow {
  readonly id: string | number;
  readonly at: string;
  readonly by: Person | null;
  readonly action: string;
  readonly item_id?: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface AuditPage {
  readonly rows: readonly AuditRow[];
  readonly next: string | null;
}

/** Events of `/api/v1/tasks/{id}/events`. */
export interface LockEvent {
  readonly item: string;
  readonly lock: LockHolder | null;
}

export interface ItemEvent {
  readonly item: string;
  readonly stage: Stage;
  readonly label_count: number;
  readonly open_issues: number;
  readonly comment_count: number;
  readonly updated_at: string;
}
