/** What is read of the work that was done: the overview of a task, the audit log, accepted results and their exports. */

import type { PreviewOutline } from './http';
import type { Label } from './labels';
import type { Person, Stage } from './people';
import type { Schema } from './schema';

/** A day in UTC, `YYYY-MM-DD`. */
export type Day = string;

export interface OverviewDay {
  readonly day: Day;
  readonly submitted: number;
  readonly approved: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly revised: number;
  /** Items that are accepted at the day's end, those taken back left out. */
  readonly accepted_total: number;
}

export interface OverviewPerson {
  readonly person: Person;
  readonly submitted: number;
  readonly approved: number;
  readonly accepted: number;
  /** Items of others that they sent back. */
  readonly rejected: number;
  /** Items of theirs that came back. */
  readonly returned: number;
}

export interface Overview {
  readonly from: Day;
  readonly to: Day;
  readonly stages: Schema<'StageCounts'>;
  readonly total: number;
  readonly days: readonly OverviewDay[];
  /** Labels that were rejected, by class. */
  readonly by_class: readonly { readonly class: string; readonly labels: number }[];
  /** Items that were sent back, by the tag of the reason; the empty tag is without one. */
  readonly by_tag: readonly { readonly tag: string; readonly items: number }[];
  readonly people: readonly OverviewPerson[];
  readonly waiting: readonly { readonly stage: Stage; readonly items: number; readonly oldest: string | null }[];
}

export interface OverviewQuery {
  readonly from?: Day;
  readonly to?: Day;
}

export interface AuditFilter {
  readonly action?: string;
  /** A person's id. */
  readonly by?: string;
  readonly item?: string;
  readonly from?: Day;
  readonly to?: Day;
}

/** A row of the log; `task` in the site's own log only. */
export interface LogRow extends Omit<Schema<'AuditRow'>, 'details'> {
  readonly details: Readonly<Record<string, unknown>>;
  readonly file_name: string | null;
  readonly task?: TaskName | null;
}

export interface LogPage {
  readonly rows: readonly LogRow[];
  readonly next: string | null;
  /** Actions that occur. */
  readonly actions: readonly string[];
}

export interface TaskName {
  readonly id: string;
  readonly name: string;
}

export interface ResultFilter {
  /** A task's id. */
  readonly task?: string;
  /** A class's id: results with at least one label of it. */
  readonly class?: string;
  readonly q?: string;
  /** The id of who accepted. */
  readonly by?: string;
  readonly from?: Day;
  readonly to?: Day;
}

export type ResultSort = 'name' | 'accepted';

/** What a version has against the one before. */
export interface VersionChange {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** The newest accepted annotations of an item. */
export interface DatasetResult extends VersionChange {
  readonly item_id: string;
  readonly task: TaskName;
  readonly media_id: string;
  readonly thumbnail_url: string;
  readonly file_name: string;
  /** Of the media, in pixels: what `preview` is measured in. */
  readonly width: number;
  readonly height: number;
  readonly version: number;
  readonly label_count: number;
  readonly accepted_by: Person | null;
  readonly accepted_at: string;
  readonly preview: readonly PreviewOutline[];
}

export interface ResultPage {
  readonly rows: readonly DatasetResult[];
  readonly next: string | null;
  readonly total: number;
}

export interface ItemVersion extends VersionChange {
  readonly version: number;
  readonly seq: number;
  readonly label_count: number;
  readonly accepted_by: Person | null;
  readonly accepted_at: string;
}

export interface ItemVersionLabels extends ItemVersion {
  readonly labels: { readonly [id: string]: Label };
  readonly changes: {
    readonly added: readonly string[];
    readonly changed: readonly string[];
    /** As they were in the version before. */
    readonly removed: { readonly [id: string]: Label };
  };
}

export interface DatasetExport {
  readonly id: string;
  readonly dataset_id: string;
  readonly filter: ResultFilter;
  readonly state: 'running' | 'done' | 'failed';
  readonly done: number;
  readonly total: number;
  readonly bytes: number | null;
  readonly error: string | null;
  readonly created_by: Person;
  readonly created_at: string;
  readonly finished_at: string | null;
}
