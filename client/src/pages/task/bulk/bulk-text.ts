// The texts of bulk actions: what will be done, what is being done, and what was done. Pure.
import type { BulkAction, BulkJob, BulkKind } from '../../../protocol/types';
import { itemCount, priorityLabel } from '../../../ui/item-text';

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`);

/** Returns the text of the button: the effect and the number of items. */
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

export const DIALOG_TITLE: Record<BulkKind, string> = {
  accept: 'Accept these items?',
  reject: 'Reject these items?',
  unlock: 'Unlock these items?',
  assign: 'Assign these items',
  prioritise: 'Set the priority of these items',
};

export const EXPLANATION: Record<BulkKind, string> = {
  accept: 'The labels of each item are written to the dataset as its accepted result, and the item becomes read-only.',
  reject: 'Each item goes back with all of its labels and open issues. The reason is added to each item as an issue.',
  unlock:
    'The people editing these items can no longer edit, and are notified. Everything saved is kept. Edits that have not been sent are discarded.',
  assign:
    'Items are assigned to the people in turn, so that everyone gets an equal share. Work already started is kept.',
  prioritise: 'The most urgent items come first when someone takes the next item.',
};

/** Which items an action can work on, as the reason why it skips others. */
export const CONDITION: Record<BulkKind, string> = {
  accept: 'Only items in acceptance can be accepted',
  reject: 'Only items in acceptance can be rejected here',
  unlock: 'Only locked items can be unlocked',
  assign: 'Complete items cannot be assigned',
  prioritise: 'Complete items have no priority',
};

const PAST: Record<BulkKind, string> = {
  accept: 'accepted',
  reject: 'rejected',
  unlock: 'unlocked',
  assign: 'assigned',
  prioritise: 'updated',
};

const PROGRESSIVE: Record<BulkKind, string> = {
  accept: 'Accepting',
  reject: 'Rejecting',
  unlock: 'Unlocking',
  assign: 'Assigning',
  prioritise: 'Setting the priority of',
};

/** Returns "Accepting 340 items", "Finished: accepting 340 items" or "Cancelled: accepting 340 items". */
export function titleOf({ action, state, total }: BulkJob): string {
  const doing = `${PROGRESSIVE[action.kind]} ${itemCount(total)}`;
  if (state === 'done') return `Finished: ${doing.charAt(0).toLowerCase()}${doing.slice(1)}`;
  return state === 'cancelled' ? `Cancelled: ${doing.charAt(0).toLowerCase()}${doing.slice(1)}` : doing;
}

/** Returns, for example, "338 accepted, 2 failed". */
export function outcomeOf({ action, done, failed }: Pick<BulkJob, 'action' | 'done' | 'failed'>): string {
  const words = `${done.toLocaleString()} ${PAST[action.kind]}`;
  return failed === 0 ? words : `${words}, ${failed.toLocaleString()} failed`;
}

/** Returns the progress, 0 to 100. */
export function percentOf({ done, failed, total }: Pick<BulkJob, 'done' | 'failed' | 'total'>): number {
  return total === 0 ? 100 : Math.min(100, ((done + failed) / total) * 100);
}
