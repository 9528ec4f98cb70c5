/** Comment threads on an item. */

import type { Schema } from './schema';

/** What is absent is absent: the server leaves it out. */
type WithoutNull<T> = { [K in keyof T]: Exclude<T[K], null> };

export type IssueKind = Schema<'IssueKind'>;
/** The kinds that people open; the others come about by themselves. */
export type OpenedKind = Exclude<IssueKind, 'label_rejection' | 'task_requirement'>;
export type IssueState = Schema<'IssueState'>;
/** Where an issue points to, in pixels of the original media. */
export type Anchor = Schema<'Anchor'>;
export type FrameSpan = Schema<'FrameSpan'>;
export type Mention = Schema<'Mention'>;
export type IssueComment = Schema<'Comment'>;
/** A thread with its id. */
export type Issue = WithoutNull<Schema<'IssueRow'>>;
/** A word that issues of a task are sorted by. */
export type IssueTag = Schema<'IssueTag'>;

/** What a person writes; `mentions` are ids of members whom the text names. */
export type NewComment = Schema<'NewComment'>;
export type NewIssue = Omit<WithoutNull<Schema<'NewIssue'>>, 'kind'> & { readonly kind: OpenedKind };
