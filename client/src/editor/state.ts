/** The state of the editor: the values of its slices. */

import type { VisibleField } from '../kernels/attributes';
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
  /** Whether the object is not visible on this frame. */
  readonly outside: boolean;
}

export interface ClassGroup {
  readonly class: OntologyClass;
  /** The number key that selects the class, 1 to 9. */
  readonly key: number | null;
  readonly labels: readonly LabelView[];
}

export interface LabelsState {
  readonly byId: ReadonlyMap<string, LabelView>;
  /** In drawing order, lowest first. */
  readonly ordered: readonly LabelView[];
  /** Grouped by class in the ontology's order, with classes that are no longer in it at the end; classes without labels are
   * left out. */
  readonly groups: readonly ClassGroup[];
  readonly count: number;
}

export type ToolId = 'select' | 'box' | 'polygon' | 'pan' | 'pin';

export interface ToolState {
  readonly id: ToolId;
  /** The named state of the tool's state machine; `idle` when nothing is in progress. */
  readonly state: string;
  /** CSS cursor. */
  readonly cursor: string;
}

/** The save state (F63): one word in the header; `detail` explains it in a sentence. */
export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving'; readonly unsent: number }
  | { readonly kind: 'offline'; readonly unsent: number; readonly detail: string }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly detail: string };

export type ConnectionState =
  | { readonly kind: 'connecting' }
  /** `synced`: the document is loaded. */
  | { readonly kind: 'online'; readonly synced: boolean }
  /** Disconnected; reconnects automatically. */
  | { readonly kind: 'waiting'; readonly retryInMs: number; readonly attempt: number }
  /** Disconnected; reconnecting needs the user: sign in again, ask for access, reload. */
  | { readonly kind: 'stopped'; readonly code: number; readonly detail: string }
  | { readonly kind: 'closed' };

/** What the open item needs from its task; it can change meanwhile. */
export type TaskRules = Pick<Task, 'id' | 'roles' | 'ontology' | 'workflow' | 'issue_tags' | 'consensus'>;

/** Whether the label tools work, and if not, why. The read-only rule of the action registry depends on this alone. */
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
        /** The task does not accept work now. */
        | 'paused'
        /** The item is assigned to someone else. */
        | 'assigned'
        /** In review, until the user chooses “Edit labels”. */
        | 'review';
    };

/** What the user can do: use the label tools, give verdicts, or, in review, use the label tools on pending labels. */
export type EditorMode = 'annotate' | 'review' | 'review_edit';

export interface ReviewState {
  /** Verdicts by label, as shown: own ones before the server has confirmed them. A label without one is pending. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly approved: number;
  readonly rejected: number;
  readonly pending: number;
  /** The number of commands that the server has not answered. */
  readonly unsent: number;
}

/** Another connection on this item, which can be another tab of the same user. */
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
  /** The user was evicted: by whom and why. Unsent edits were discarded (see the `discarded` slice). */
  | { readonly kind: 'unlocked'; readonly by: Person; readonly reason: string }
  | { readonly kind: 'taken_over' }
  | { readonly kind: 'lock_expired' }
  | { readonly kind: 'moved'; readonly by: Person; readonly from: Stage; readonly to: Stage }
  /** An edit was refused and reverted. */
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly reason: string; readonly label?: string | null }
  /** Verdicts were refused and reverted here. */
  | {
      readonly kind: 'verdicts_refused';
      readonly commands: readonly JudgeCommand[];
      readonly code: string;
      readonly reason: string;
    }
  /** Undo found another user's verdict in place of the own one. */
  | { readonly kind: 'verdict_stands' }
  /** The user tried to edit labels that have a verdict. */
  | { readonly kind: 'fixed'; readonly labels: number }
  /** Edits of an earlier visit were found on this machine and sent. */
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
  /** The media point at the centre of the view. */
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

/** An issue that is being written: its form is open. `anchor` is null until the pin is placed. */
export type IssueDraft =
  | { readonly kind: 'file' }
  | { readonly kind: 'pinned'; readonly anchor: Anchor | null }
  | { readonly kind: 'frame' | 'frame_range'; readonly frames: FrameSpan };

export interface ViewSettings {
  readonly hiddenLabels: ReadonlySet<string>;
  readonly hiddenClasses: ReadonlySet<string>;
  /** Hides every label. */
  readonly labelsHidden: boolean;
  /** Shows the class name next to each label (F64). */
  readonly showClassNames: boolean;
}

/** The part of the item's state that the document itself holds, live. */
export interface ItemState {
  readonly stage: Stage;
  readonly round: number;
}

/** `derived`: missing right now and not stored; it has no comments and accepts none. */
export type ShownIssue = Issue & { readonly derived?: boolean };

export interface IssuesState {
  /** Missing requirements first, then newest first. */
  readonly all: readonly ShownIssue[];
  readonly byId: ReadonlyMap<string, ShownIssue>;
  readonly open: number;
}

/** The number of issues about a label, and the one that its icon opens. */
export interface LabelIssues {
  readonly open: number;
  readonly resolved: number;
  readonly first: string;
}

/** A field of the attribute form of one label, nested ones already unfolded by the chosen options. */
export type AttributeField = VisibleField;
