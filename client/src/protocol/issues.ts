/** Comment threads on an item. */

import type { Schema } from './schema';

export type IssueKind = Schema<'IssueKind'>;
export type IssueState = Schema<'IssueState'>;
/** Where an issue points to, in pixels of the original media. */
export type Anchor = Schema<'Anchor'>;
export type IssueComment = Schema<'Comment'>;
/** A thread with its id. */
export type Issue = Schema<'IssueRow'>;
