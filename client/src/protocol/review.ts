/** Verdicts: what a reviewer says of one label. */

import type { Schema } from './schema';

/** What is to become of labels: a verdict, or none. */
export type Judgement = Schema<'Judgement'>;
export type VerdictKind = Exclude<Judgement, 'pending'>;

/** An entry of the `verdicts` root, under the label's id. A label without one is pending. */
export interface Verdict {
  readonly verdict: VerdictKind;
  readonly by: string;
  readonly by_name: string;
  readonly at: string;
  /** The item's round it was given in. */
  readonly round: number;
}

/** One command that judges any number of labels in one transaction. */
export type JudgeCommand = Schema<'NewVerdict'>;
export type Judged = Schema<'Judged'>;
/** Sends an item back, or takes an accepted one up again: to annotate and to whoever submitted it, unless an earlier
 * stage or somebody else is named. */
export type RejectItem = Schema<'Rejection'>;
