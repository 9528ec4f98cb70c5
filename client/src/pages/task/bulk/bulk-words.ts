// Actions on many items in the reader's words: what will be done, what is being done, what was done. Pure.
import type { BulkAction, BulkJob, BulkKind } from '../../../protocol/types';
import { itemCount, priorityLabel } from '../../../ui/item-words';

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`);

/** What the button says: the effect, with how many it reaches. */
export function effectOf(action: BulkAction, count: number): string {
  const items = itemCount(count);
  switch (action.kind) {
    case 'accept':
      return `Accept ${items}`;
    case 'reject':
      return `Reject ${items}`;
    case 'unlock':
      return `Unlock ${items}`;
    case 'assign':
      return action.to.length === 0 ? `Assign ${items} to nobody` : `Assign ${items} to ${people(action.to.length)}`;
    case 'prioritise':
      return `Set ${items} to ${priorityLabel(action.priority).toLowerCase()} priority`;
  }
}

export const ASKED: Record<BulkKind, string> = {
  accept: 'Accept these items?',
  reject: 'Reject these items?',
  unlock: 'Unlock these items?',
  assign: 'Assign these items',
  prioritise: 'Priority of these items',
};

export const MEANS: Record<BulkKind, string> = {
  accept: 'The labels of each are written to the dataset as the accepted result, and the item becomes read-only.',
  reject: 'Each goes back with all of its labels and open issues. The reason becomes an issue of every one of them.',
  unlock:
    'Whoever edits them turns read-only at once. Everything saved stays; what was not yet sent is discarded, and the editor is told.',
  assign: 'They are shared out evenly, in turn. What is begun stays where it is.',
  prioritise: 'The most urgent come first when somebody asks for the next item.',
};

/** Where an action can work, as the reason that it leaves items out. */
export const WORKS: Record<BulkKind, string> = {
  accept: 'Only items in acceptance can be accepted',
  reject: 'Only items in acceptance can be rejected here',
  unlock: 'Only items that are locked can be unlocked',
  assign: 'Complete items are not assigned',
  prioritise: 'Complete items have no priority any more',
};

const DONE: Record<BulkKind, string> = {
  accept: 'accepted',
  reject: 'rejected',
  unlock: 'unlocked',
  assign: 'assigned',
  prioritise: 'set',
};

const DOING: Record<BulkKind, string> = {
  accept: 'Accepting',
  reject: 'Rejecting',
  unlock: 'Unlocking',
  assign: 'Assigning',
  prioritise: 'Setting the priority of',
};

/** "Accepting 340 items", "Accepted 340 items", "Cancelled: accepting 340 items". */
export function titleOf({ action, state, total }: BulkJob): string {
  const doing = `${DOING[action.kind]} ${itemCount(total)}`;
  if (state === 'done') return `Finished: ${doing.charAt(0).toLowerCase()}${doing.slice(1)}`;
  return state === 'cancelled' ? `Cancelled: ${doing.charAt(0).toLowerCase()}${doing.slice(1)}` : doing;
}

/** "338 accepted, 2 failed" */
export function outcomeOf({ action, done, failed }: Pick<BulkJob, 'action' | 'done' | 'failed'>): string {
  const words = `${done.toLocaleString()} ${DONE[action.kind]}`;
  return failed === 0 ? words : `${words}, ${failed.toLocaleString()} failed`;
}

/** How far it is, 0 to 100. */
export function percentOf({ done, failed, total }: Pick<BulkJob, 'done' | 'failed' | 'total'>): number {
  return total === 0 ? 100 : Math.min(100, ((done + failed) / total) * 100);
}
