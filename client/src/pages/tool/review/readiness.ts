// Whether an item can be approved or accepted as its verdicts stand (F53, F55), in words. The server decides; this says it before.
import type { ReviewState } from '../../../editor/state';
import type { Move } from '../../../protocol/types';

type Counts = Pick<ReviewState, 'pending' | 'rejected'>;

export function labels(count: number): string {
  return count === 1 ? '1 label' : `${count} labels`;
}

/** Why the item cannot move on yet; null: it can. */
export function notReady(move: Move, { pending, rejected }: Counts, strict: boolean): string | null {
  if (move === 'submit') return null;
  if (rejected > 0)
    return `${labels(rejected)} ${rejected === 1 ? 'is' : 'are'} rejected. Reject the item, or take the verdicts back.`;
  if (move === 'approve' && strict && pending > 0)
    return `${labels(pending)} ${pending === 1 ? 'is' : 'are'} pending. The review of this task is strict: every label needs a verdict.`;
  return null;
}

/** What approving the item does to labels without a verdict. */
export function alsoApproves(move: Move, { pending }: Counts, strict: boolean): string | null {
  if (move !== 'approve' || strict || pending === 0) return null;
  return pending === 1 ? '1 pending label becomes approved.' : `${pending} pending labels become approved.`;
}
