// Which items of the list are selected: some by name, or all that match but some. Pure.
import type { BulkSelection, ItemFilter } from '../../../protocol/types';

export type Selection =
  | { readonly kind: 'some'; readonly ids: ReadonlySet<string> }
  | { readonly kind: 'all'; readonly except: ReadonlySet<string> };

export const NOTHING: Selection = { kind: 'some', ids: new Set() };
export const ALL: Selection = { kind: 'all', except: new Set() };

export function isSelected(selection: Selection, id: string): boolean {
  return selection.kind === 'some' ? selection.ids.has(id) : !selection.except.has(id);
}

export function countOf(selection: Selection, total: number): number {
  return selection.kind === 'some' ? selection.ids.size : Math.max(0, total - selection.except.size);
}

function withOrWithout(set: ReadonlySet<string>, ids: readonly string[], within: boolean): ReadonlySet<string> {
  const next = new Set(set);
  for (const id of ids) {
    if (within) next.add(id);
    else next.delete(id);
  }
  return next;
}

/** With these selected, or not. */
export function marked(selection: Selection, ids: readonly string[], on: boolean): Selection {
  return selection.kind === 'some'
    ? { kind: 'some', ids: withOrWithout(selection.ids, ids, on) }
    : { kind: 'all', except: withOrWithout(selection.except, ids, !on) };
}

/** Without what is not in the list any more, where all of the list is known. */
export function pruned(selection: Selection, known: ReadonlySet<string>): Selection {
  if (selection.kind === 'all') return selection;
  const ids = [...selection.ids].filter((id) => known.has(id));
  return ids.length === selection.ids.size ? selection : { kind: 'some', ids: new Set(ids) };
}

/** As the server takes it. */
export function asBulk(selection: Selection, filter: ItemFilter): BulkSelection {
  if (selection.kind === 'some') return { items: [...selection.ids] };
  return { filter, ...(selection.except.size > 0 && { except: [...selection.except] }) };
}
