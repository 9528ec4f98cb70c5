// The state of the data list in its URL: the filters, the order, the layout, and the bulk action that is shown.
import type { ItemFilter, Sort } from '../../protocol/types';
import { readItemFilter } from '../queries/item-filter';
import type { ListQuery } from '../queries/items';

export interface DataSearch extends ItemFilter {
  /** Omitted for task order. */
  readonly sort?: Exclude<Sort, 'position'>;
  /** Omitted for cards. */
  readonly view?: 'table';
  /** The bulk action whose progress is shown. */
  readonly bulk?: string;
}

/** Reads the state from a URL and drops invalid parts. Defaults are omitted, so that links stay short. */
export function readDataSearch(search: Readonly<Record<string, unknown>>): DataSearch {
  const { sort, view, bulk } = search;
  return {
    ...readItemFilter(search),
    ...((sort === 'name' || sort === 'updated' || sort === 'priority') && { sort }),
    ...(view === 'table' && { view }),
    ...(typeof bulk === 'string' && bulk !== '' && bulk.length <= 64 && { bulk }),
  };
}

/** Returns the part that is sent to the server. */
export function queryOf({ view: _view, bulk: _bulk, ...query }: DataSearch): ListQuery {
  return query;
}

export function filterOf({ view: _view, bulk: _bulk, sort: _sort, ...filter }: DataSearch): ItemFilter {
  return filter;
}

/** Removes the filters and keeps the order, the layout and the bulk action. */
export function cleared({ sort, view, bulk }: DataSearch): DataSearch {
  return { ...(sort && { sort }), ...(view && { view }), ...(bulk && { bulk }) };
}

/** Returns the part that a saved view stores. */
export function viewOf({ bulk: _, ...view }: DataSearch): DataSearch {
  return view;
}

export function isSameView(a: DataSearch, b: DataSearch): boolean {
  const text = (search: DataSearch) =>
    JSON.stringify(Object.entries(viewOf(search)).sort(([x], [y]) => (x < y ? -1 : 1)));
  return text(a) === text(b);
}
