// Whether an item can be approved or accepted with its current verdicts (F53, F55). The server decides; this predicts it.
import type { ReviewState } from '../../../editor/state';
import type { FinishAction } from '../../../protocol/types';

type Counts = Pick<ReviewState, 'pending' | 'rejected'>;

export function labelCount(count: number): string {
  return count === 1 ? '1 label' : `${count} labels`;
}

/** Returns why the item is not ready for the stage change, or `null` if it is. */
export function notReady(move: FinishAction, { pending, rejected }: Counts, strict: boolean): string | null {
  if (move === 'submit') return null;
  if (rejected > 0)
    return `${labelCount(rejected)} ${rejected === 1 ? 'is' : 'are'} rejected. Reject the item or revert the verdicts.`;
  if (move === 'approve' && strict && pending > 0)
    return `${labelCount(pending)} ${pending === 1 ? 'is' : 'are'} pending. This review is strict: every label must be approved.`;
  return null;
}

/** Returns what approving the item does to labels without a verdict, or `null` if nothing. */
export function pendingEffect(move: FinishAction, { pending }: Counts, strict: boolean): string | null {
  if (move !== 'approve' || strict || pending === 0) return null;
  return pending === 1 ? '1 pending label becomes approved.' : `${pending} pending labels become approved.`;
}
