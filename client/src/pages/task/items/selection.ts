// Which items of the list are selected: some by id, or all that match except some. Pure.
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

function withOrWithout(set: ReadonlySet<string>, ids: readonly string[], add: boolean): ReadonlySet<string> {
  const next = new Set(set);
  for (const id of ids) {
    if (add) next.add(id);
    else next.delete(id);
  }
  return next;
}

/** Returns the selection with these items selected or deselected. */
export function setSelected(selection: Selection, ids: readonly string[], on: boolean): Selection {
  return selection.kind === 'some'
    ? { kind: 'some', ids: withOrWithout(selection.ids, ids, on) }
    : { kind: 'all', except: withOrWithout(selection.except, ids, !on) };
}

/** Removes the items that are no longer in the list. `known` must hold the ids of the whole list. */
export function prune(selection: Selection, known: ReadonlySet<string>): Selection {
  if (selection.kind === 'all') return selection;
  const ids = [...selection.ids].filter((id) => known.has(id));
  return ids.length === selection.ids.size ? selection : { kind: 'some', ids: new Set(ids) };
}

/** Converts the selection to the form that the server expects. */
export function toBulkSelection(selection: Selection, filter: ItemFilter): BulkSelection {
  if (selection.kind === 'some') return { items: [...selection.ids] };
  return { filter, ...(selection.except.size > 0 && { except: [...selection.except] }) };
}
