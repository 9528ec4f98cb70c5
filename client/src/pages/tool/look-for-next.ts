// Asks for the item that comes after the open one.
import { api } from '../../protocol/api';
import type { Item } from '../../protocol/types';
import { type Next, noneCame } from './what-next';

/** An item, or a sentence that says why there is none. */
export type Found = { readonly item: string } | { readonly none: string };

/** Begins to look before the item moves: afterwards it is in the list no more. What is asked of the queue comes after, so
 * that this item is none of it. An item that cannot be asked for must not make a failure of a move that was none. */
export function lookForNext(item: Item, next: Next): () => Promise<Found> {
  const told = (found: Promise<string | null>): Promise<Found> =>
    found.then(
      (id) => (id === null ? { none: noneCame(next) } : { item: id }),
      () => ({ none: 'The next item could not be asked for.' }),
    );
  if (next.from === 'queue') return () => told(api.next(item.task_id, next.stage).then((found) => found.item));
  const neighbours = told(api.neighbours(item.id, next.filter).then((found) => found.next));
  return () => neighbours;
}
