/** Verdicts: a reviewer's decision on one label. */

import type { Schema } from './schema';

/** The verdict to give labels, or `pending` to revert theirs. */
export type VerdictState = Schema<'VerdictState'>;
export type VerdictKind = Exclude<VerdictState, 'pending'>;

/** An entry of the `verdicts` root, under the label's id. A label without an entry is pending. */
export interface Verdict {
  readonly verdict: VerdictKind;
  readonly by: string;
  readonly by_name: string;
  readonly at: string;
  /** The round of the item in which it was given. */
  readonly round: number;
}

/** A command that gives any number of labels a verdict, in one transaction. */
export type JudgeCommand = Schema<'NewVerdict'>;
export type Judged = Schema<'Judged'>;
/** Sends an item back, or revises an accepted one. It goes to annotate and to its submitter, unless another earlier stage
 * or another user is named. */
export type RejectItem = Schema<'Rejection'>;
