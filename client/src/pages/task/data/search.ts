// What the data list reads from its URL: which items, in which order, how they look, the action whose outcome is shown.
import type { ItemFilter, Sort } from '../../../protocol/types';
import { readItemFilter } from '../../data/item-filter';
import type { ListQuery } from '../../data/items';

export interface DataSearch extends ItemFilter {
  /** Task order when left out. */
  readonly sort?: Exclude<Sort, 'position'>;
  /** Cards when left out. */
  readonly view?: 'table';
  /** The action on many items whose progress is shown. */
  readonly bulk?: string;
}

/** Reads what a URL says and drops what it cannot mean; defaults are left out, so that links stay short. */
export function readDataSearch(search: Readonly<Record<string, unknown>>): DataSearch {
  const { sort, view, bulk } = search;
  return {
    ...readItemFilter(search),
    ...((sort === 'name' || sort === 'updated' || sort === 'priority') && { sort }),
    ...(view === 'table' && { view }),
    ...(typeof bulk === 'string' && bulk !== '' && bulk.length <= 64 && { bulk }),
  };
}

/** What of it the server is asked. */
export function queryOf({ view: _view, bulk: _bulk, ...query }: DataSearch): ListQuery {
  return query;
}

export function filterOf({ view: _view, bulk: _bulk, sort: _sort, ...filter }: DataSearch): ItemFilter {
  return filter;
}

/** Order and look stay, the filters go. */
export function cleared({ sort, view, bulk }: DataSearch): DataSearch {
  return { ...(sort && { sort }), ...(view && { view }), ...(bulk && { bulk }) };
}

/** What a saved view keeps of it. */
export function viewOf({ bulk: _, ...view }: DataSearch): DataSearch {
  return view;
}

export function isSameView(a: DataSearch, b: DataSearch): boolean {
  const text = (search: DataSearch) =>
    JSON.stringify(Object.entries(viewOf(search)).sort(([x], [y]) => (x < y ? -1 : 1)));
  return text(a) === text(b);
}
