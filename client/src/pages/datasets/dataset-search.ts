// A dataset's results as they stand in the URL: what is shown, in which order, and which item is looked at.
import type { ResultFilter, ResultSort } from '../../protocol/types';
import { isDay } from '../../ui/days';

export interface DatasetSearch extends ResultFilter {
  /** Left out for the newest acceptance first. */
  sort?: 'name';
  /** Whose versions stand beside the table. */
  item?: string;
  /** Left out for the newest. */
  version?: number;
}

const MAX_TEXT = 200;

function word(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' ? text.slice(0, MAX_TEXT) : undefined;
}

export function readDatasetSearch(search: Record<string, unknown>): DatasetSearch {
  const { version } = search;
  const item = word(search.item);
  return without({
    task: word(search.task),
    class: word(search.class),
    q: word(search.q),
    by: word(search.by),
    from: isDay(search.from) ? search.from : undefined,
    to: isDay(search.to) ? search.to : undefined,
    sort: search.sort === 'name' ? 'name' : undefined,
    item,
    version: item !== undefined && Number.isInteger(version) && Number(version) > 0 ? Number(version) : undefined,
  });
}

/** Without the parts that say nothing, so that links stay short. */
export function without<T extends object>(search: T): T {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T;
}

export function filterOf({ sort: _sort, item: _item, version: _version, ...filter }: DatasetSearch): ResultFilter {
  return filter;
}

export function sortOf({ sort }: DatasetSearch): ResultSort {
  return sort ?? 'accepted';
}
