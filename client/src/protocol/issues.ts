/** Comment threads on an item. */

export type IssueKind = 'label_rejection' | 'file' | 'pinned' | 'frame' | 'frame_range' | 'task_requirement';
/** The kinds that people open; the others come about by themselves. */
export type OpenedKind = Exclude<IssueKind, 'label_rejection' | 'task_requirement'>;
export type IssueState = 'open' | 'resolved';

/** Where an issue points to, in pixels of the original media. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
  readonly frame: number;
}

/** The frames that an issue is about, both ends included. */
export interface FrameSpan {
  readonly first: number;
  readonly last: number;
}

export interface Mention {
  readonly id: string;
  readonly name: string;
}

export interface IssueComment {
  readonly id: string;
  /** Plain text. */
  readonly text: string;
  /** Members of the task whom the text names as `@name`. */
  readonly mentions?: readonly Mention[];
  readonly by: string;
  readonly by_name: string;
  readonly at: string;
}

/** Who resolved a thread last; `by` is absent when that came about by itself. */
export interface Resolved {
  readonly by?: string;
  readonly by_name?: string;
  readonly at: string;
}

/** A thread with its id. */
export interface Issue {
  readonly id: string;
  readonly kind: IssueKind;
  /** Of a pinned thread. */
  readonly anchor?: Anchor;
  /** Of threads about frames. */
  readonly frames?: FrameSpan;
  /** The label that was rejected, or that lacks what is required. */
  readonly label?: string;
  /** The required class that has no label. */
  readonly class?: string;
  /** The required attribute that `label` lacks. */
  readonly attribute?: string;
  /** Ids of the task's issue tags. */
  readonly tags?: readonly string[];
  readonly state: IssueState;
  /** Absent: it came about by itself. */
  readonly by?: string;
  readonly by_name?: string;
  readonly at: string;
  readonly resolved?: Resolved;
  readonly comments: readonly IssueComment[];
}

/** What a person writes; `mentions` are ids of members whom the text names. */
export interface NewComment {
  readonly text: string;
  readonly mentions?: readonly string[];
}

export interface NewIssue extends NewComment {
  readonly kind: OpenedKind;
  readonly anchor?: Anchor;
  readonly frames?: FrameSpan;
  readonly tags?: readonly string[];
}

/** A word that issues of a task are sorted by. */
export interface IssueTag {
  readonly id: string;
  readonly name: string;
  /** `#rrggbb` */
  readonly color: string;
}

/** Issue tags of one task. */
export const MAX_ISSUE_TAGS = 50;
/** Characters of a tag's name. */
export const MAX_TAG_CHARS = 64;
/** Tags of one issue. */
export const MAX_TAGS_PER_ISSUE = 10;
/** People that one comment mentions. */
export const MAX_MENTIONS = 20;
