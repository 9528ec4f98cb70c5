// Which item comes next once one has moved: in acceptance, and wherever a list was filtered, the next one of it; elsewhere
// what waits for me, so that two people are not sent to the same item. Pure.
import type { Item, ItemFilter, Stage } from '../../protocol/types';
import { STAGE_LABEL } from '../../ui/stages';
import { isFiltered, withoutKeys } from '../data/item-filter';

export type Next =
  | { readonly from: 'list'; readonly filter: ItemFilter }
  /** Assigned to me first, then by priority, then in order; nobody else is offered it for a while. */
  | { readonly from: 'queue'; readonly stage: Stage };

export function whatNext({ stage, review_pass }: Pick<Item, 'stage' | 'review_pass'>, filter: ItemFilter): Next {
  // The same work waits where this one was, whatever stage the list shows.
  const rest = withoutKeys(filter, ['stage']);
  if (stage === 'complete') return { from: 'list', filter };
  if (stage === 'acceptance' || isFiltered(rest)) {
    const pass = filter.stage === stage && filter.review_pass === review_pass ? { review_pass } : {};
    return { from: 'list', filter: { ...rest, stage, ...(stage === 'review' && pass) } };
  }
  return { from: 'queue', stage };
}

/** What is said where none came. */
export function noneCame(next: Next): string {
  return next.from === 'queue'
    ? `Nothing else in ${STAGE_LABEL[next.stage]} waits for you.`
    : 'It was the last of these items.';
}
