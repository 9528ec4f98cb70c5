// Finds the item that comes after the open one.
import { api } from '../../../protocol/api';
import type { Item } from '../../../protocol/types';
import { type NextSource, noNextText } from './next-source';

/** The id of the next item, or a sentence that says why there is none. */
export type NextItem = { readonly item: string } | { readonly none: string };

/** Starts the search and returns a function that waits for its result. A list is searched before the stage change, because
 * the item is no longer in the list afterwards. The queue is asked after it, so that it does not offer the same item again.
 * A failed search must not make a successful stage change fail, so it resolves to a sentence. */
export function startFindingNext(item: Item, next: NextSource): () => Promise<NextItem> {
  const toResult = (found: Promise<string | null>): Promise<NextItem> =>
    found.then(
      (id) => (id === null ? { none: noNextText(next) } : { item: id }),
      () => ({ none: 'The next item could not be loaded.' }),
    );
  if (next.from === 'queue') return () => toResult(api.next(item.task_id, next.stage).then((found) => found.item));
  const neighbours = toResult(api.neighbours(item.id, next.filter).then((found) => found.next));
  return () => neighbours;
}
