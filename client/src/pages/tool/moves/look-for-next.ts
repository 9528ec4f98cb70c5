// Finds the item that comes after the open one.
import { api } from '../../../protocol/api';
import type { Item } from '../../../protocol/types';
import { type Next, noneCame } from './what-next';

/** The id of the next item, or a sentence that says why there is none. */
export type Found = { readonly item: string } | { readonly none: string };

/** Starts the search and returns a function that waits for its result. A list is searched before the stage change, because
 * the item is no longer in the list afterwards. The queue is asked after it, so that it does not offer the same item again.
 * A failed search must not make a successful stage change fail, so it resolves to a sentence. */
export function lookForNext(item: Item, next: Next): () => Promise<Found> {
  const told = (found: Promise<string | null>): Promise<Found> =>
    found.then(
      (id) => (id === null ? { none: noneCame(next) } : { item: id }),
      () => ({ none: 'The next item could not be loaded.' }),
    );
  if (next.from === 'queue') return () => told(api.next(item.task_id, next.stage).then((found) => found.item));
  const neighbours = told(api.neighbours(item.id, next.filter).then((found) => found.next));
  return () => neighbours;
}
