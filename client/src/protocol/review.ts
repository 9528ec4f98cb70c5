/** Verdicts: what a reviewer says of one label. */

export type VerdictKind = 'approved' | 'rejected';
/** What is to become of labels: a verdict, or none. */
export type Judgement = VerdictKind | 'pending';

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
export interface JudgeCommand {
  readonly verdict: Judgement;
  readonly labels: readonly string[];
  readonly reason?: string;
  readonly tags?: readonly string[];
  readonly mentions?: readonly string[];
}

export interface Judged {
  readonly judged: number;
  /** Labels that do not exist any more. */
  readonly skipped: readonly string[];
}

/** Sends an item back. In acceptance it may name stage and worker; otherwise annotate, and whoever submitted it. */
export interface RejectItem {
  readonly reason?: string;
  readonly tags?: readonly string[];
  readonly mentions?: readonly string[];
  readonly stage?: 'annotate' | 'review';
  readonly assignee?: string;
}
