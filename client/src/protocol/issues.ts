/** Issues on an item, and their comments. */

import type { Schema } from './schema';

/** The server leaves out absent fields; none is null. */
type WithoutNull<T> = { [K in keyof T]: Exclude<T[K], null> };

export type IssueKind = Schema<'IssueKind'>;
/** The kinds that users open; the server creates the others. */
export type OpenedKind = Exclude<IssueKind, 'label_rejection' | 'task_requirement'>;
export type IssueState = Schema<'IssueState'>;
/** The point an issue refers to, in pixels of the original media file. */
export type Anchor = Schema<'Anchor'>;
export type FrameSpan = Schema<'FrameSpan'>;
export type Mention = Schema<'Mention'>;
export type IssueComment = Schema<'Comment'>;
/** An issue with its id. */
export type Issue = WithoutNull<Schema<'IssueRow'>>;
/** A tag that groups the issues of a task. */
export type IssueTag = Schema<'IssueTag'>;

/** A comment as the user writes it; `mentions` holds the ids of the members that the text names. */
export type NewComment = Schema<'NewComment'>;
export type NewIssue = Omit<WithoutNull<Schema<'NewIssue'>>, 'kind'> & { readonly kind: OpenedKind };
