// Chooses the item that comes next after a stage change: in acceptance and in a filtered list the next one of the list,
// elsewhere the next one of the person's queue, so that two people are not sent to the same item. Pure.
import type { Item, ItemFilter, Stage } from '../../../protocol/types';
import { STAGE_LABEL } from '../../../ui/stages';
import { isFiltered, withoutKeys } from '../../queries/item-filter';

export type NextSource =
  | { readonly from: 'list'; readonly filter: ItemFilter }
  /** Items assigned to the person come first, then by priority, then in order. Nobody else is offered the item for a while. */
  | { readonly from: 'queue'; readonly stage: Stage };

export function nextSource(
  { stage, review_pass }: Pick<Item, 'stage' | 'review_pass'>,
  filter: ItemFilter,
): NextSource {
  // The next item is at the stage of this one, regardless of the stage that the list shows.
  const rest = withoutKeys(filter, ['stage']);
  if (stage === 'complete') return { from: 'list', filter };
  if (stage === 'acceptance' || isFiltered(rest)) {
    const pass = filter.stage === stage && filter.review_pass === review_pass ? { review_pass } : {};
    return { from: 'list', filter: { ...rest, stage, ...(stage === 'review' && pass) } };
  }
  return { from: 'queue', stage };
}

/** Returns the sentence to show when there is no next item. */
export function noNextText(next: NextSource): string {
  return next.from === 'queue'
    ? `Nothing else is waiting for you in ${STAGE_LABEL[next.stage]}.`
    : 'That was the last item in this list.';
}
