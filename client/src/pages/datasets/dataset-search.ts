// A dataset's results as they stand in the URL: what is shown, in which order, and which item is looked at.
import type { ResultFilter, ResultSort } from '../../protocol/types';
import { isDay } from '../../ui/days';
import { given, idPart, textPart } from '../data/search-parts';

export interface DatasetSearch extends ResultFilter {
  /** Left out for the newest acceptance first. */
  sort?: 'name';
  /** Whose versions stand beside the table. */
  item?: string;
  /** Left out for the newest. */
  version?: number;
}

export function readDatasetSearch(search: Record<string, unknown>): DatasetSearch {
  const { version } = search;
  const item = idPart(search.item);
  return given<DatasetSearch>({
    task: idPart(search.task),
    class: idPart(search.class),
    q: textPart(search.q),
    by: idPart(search.by),
    from: isDay(search.from) ? search.from : undefined,
    to: isDay(search.to) ? search.to : undefined,
    sort: search.sort === 'name' ? 'name' : undefined,
    item,
    version: item !== undefined && Number.isInteger(version) && Number(version) > 0 ? Number(version) : undefined,
  });
}

export function filterOf({ sort: _sort, item: _item, version: _version, ...filter }: DatasetSearch): ResultFilter {
  return filter;
}

/** Order and what is looked at stay, the filters go. */
export function cleared({ sort, item, version }: DatasetSearch): DatasetSearch {
  return given<DatasetSearch>({ sort, item, version });
}

export function sortOf({ sort }: DatasetSearch): ResultSort {
  return sort ?? 'accepted';
}
