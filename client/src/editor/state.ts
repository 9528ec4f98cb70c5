/** What the editor shows of itself: the values of its slices. */

import type { UnfoldedField } from '../kernels/attributes';
import type { Anchor, FrameSpan, Issue } from '../protocol/issues';
import type { Geometry, Json, OntologyClass, Shape } from '../protocol/labels';
import type { Person, Stage } from '../protocol/people';
import type { JudgeCommand, Verdict } from '../protocol/review';
import type { Task } from '../protocol/types';
import type { Presence, RefusalCode } from '../protocol/wire';

/** One label as the current frame shows it. */
export interface LabelView {
  readonly id: string;
  readonly class: string;
  readonly shape: Shape;
  readonly geometry: Geometry;
  readonly attributes: { readonly [id: string]: Json };
  readonly z: number;
  /** Out of sight on this frame, or not there yet. */
  readonly outside: boolean;
}

export interface ClassGroup {
  readonly class: OntologyClass;
  /** Number key that chooses the class, 1 to 9. */
  readonly key: number | null;
  readonly labels: readonly LabelView[];
}

export interface LabelsState {
  readonly byId: ReadonlyMap<string, LabelView>;
  /** In drawing order, lowest first. */
  readonly ordered: readonly LabelView[];
  /** Grouped by ontology class, in the ontology's order, those that it has no longer at the end; classes without labels are
   * left out. */
  readonly groups: readonly ClassGroup[];
  readonly count: number;
}

export type ToolId = 'select' | 'box' | 'polygon' | 'pan' | 'pin';

export interface ToolState {
  readonly id: ToolId;
  /** The named state of the tool's machine; `idle` when nothing is under way. */
  readonly state: string;
  /** CSS cursor. */
  readonly cursor: string;
}

/** F63. One word in the header; `detail` says the rest in a sentence. */
export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving'; readonly unsent: number }
  | { readonly kind: 'offline'; readonly unsent: number; readonly detail: string }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly detail: string };

export type ConnectionState =
  | { readonly kind: 'connecting' }
  /** `synced`: the document is here. */
  | { readonly kind: 'online'; readonly synced: boolean }
  /** Gone; comes back by itself. */
  | { readonly kind: 'waiting'; readonly retryInMs: number; readonly attempt: number }
  /** Gone, and coming back needs the person: sign in again, ask for access, reload. */
  | { readonly kind: 'stopped'; readonly code: number; readonly detail: string }
  | { readonly kind: 'closed' };

/** Whether label tools work, and if not, why. The read-only rule of the action registry asks this alone. */
/** What the open item needs of its task; it may change meanwhile. */
export type TaskRules = Pick<Task, 'id' | 'roles' | 'ontology' | 'workflow' | 'issue_tags' | 'consensus'>;

export type EditPermission =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly why:
        | 'connecting'
        | 'role'
        | 'stage'
        | 'storage_down'
        | 'lock_free'
        | 'other_tab'
        | 'other_user'
        | 'stopped'
        /** Opened for comments only (F14). */
        | 'view_only'
        /** The task takes no work now. */
        | 'paused'
        /** To somebody else. */
        | 'assigned'
        /** In review, until “Edit labels”. */
        | 'review';
    };

/** What one does here: the label tools; judging; or, in review, the label tools for what is pending. */
export type EditorMode = 'annotate' | 'review' | 'review_edit';

export interface ReviewState {
  /** By label, as they are shown: mine before the server has told them back. A label without one is pending. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly approved: number;
  readonly rejected: number;
  readonly pending: number;
  /** Commands that the server has not answered. */
  readonly unsent: number;
}

/** Another connection on this item (another tab of mine too). */
export interface Peer {
  /** Presence id of the connection. */
  readonly client: number;
  readonly person: Person;
  readonly mine: boolean;
  readonly presence: Presence;
}

export type EditorNotice = { readonly id: number; readonly at: number } & (
  | { readonly kind: 'lock_requested'; readonly from: Person }
  | { readonly kind: 'lock_freed' }
  /** I was evicted: who, why; `unsent` edits were discarded (see the `discarded` slice). */
  | { readonly kind: 'unlocked'; readonly by: Person; readonly reason: string }
  | { readonly kind: 'taken_over' }
  | { readonly kind: 'lock_expired' }
  | { readonly kind: 'moved'; readonly by: Person; readonly from: Stage; readonly to: Stage }
  /** An edit was refused and taken back. */
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly reason: string; readonly label?: string | null }
  /** Verdicts were not taken, and taken back here. */
  | {
      readonly kind: 'verdicts_refused';
      readonly commands: readonly JudgeCommand[];
      readonly code: string;
      readonly reason: string;
    }
  /** Undo found somebody else's verdict in place of mine. */
  | { readonly kind: 'verdict_stands' }
  /** Judged labels were to be edited. */
  | { readonly kind: 'fixed'; readonly labels: number }
  /** Work of an earlier visit was found on this machine and sent. */
  | { readonly kind: 'recovered'; readonly edits: number }
);

/** Edits that could not be kept, offered once as a file. */
export interface DiscardedWork {
  readonly reason: string;
  readonly edits: number;
  readonly fileName: string;
  /** Typed labels by id, `null` for a deletion; pretty-printed JSON. */
  readonly json: string;
}

export interface Camera {
  /** The media point in the middle of the view. */
  readonly x: number;
  readonly y: number;
  /** Screen pixels (CSS) per media pixel. */
  readonly zoom: number;
}

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

export interface HistoryState {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** An issue about to be written: the form is open. `anchor` is null until the pin is placed. */
export type IssueDraft =
  | { readonly kind: 'file' }
  | { readonly kind: 'pinned'; readonly anchor: Anchor | null }
  | { readonly kind: 'frame' | 'frame_range'; readonly frames: FrameSpan };

export interface ViewSettings {
  readonly hiddenLabels: ReadonlySet<string>;
  readonly hiddenClasses: ReadonlySet<string>;
  /** Hides every label. */
  readonly labelsHidden: boolean;
  /** What is written beside labels (F64). */
  readonly showClassNames: boolean;
}

/** What of the item the document itself tells, live. */
export interface ItemState {
  readonly stage: Stage;
  readonly round: number;
}

/** `derived`: missing right now, and not stored: it has no comments and takes none. */
export type ShownIssue = Issue & { readonly derived?: boolean };

export interface IssuesState {
  /** What is missing first, then newest first. */
  readonly all: readonly ShownIssue[];
  readonly byId: ReadonlyMap<string, ShownIssue>;
  readonly open: number;
}

/** How many threads are about a label, and the one that its icon opens. */
export interface LabelIssues {
  readonly open: number;
  readonly resolved: number;
  readonly first: string;
}

/** A field of the attribute form of one label, nested ones already unfolded by the chosen options. */
export type AttributeField = UnfoldedField;
