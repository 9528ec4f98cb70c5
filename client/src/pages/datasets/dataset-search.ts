// The state of a dataset's page in the URL: the filters, the order and the selected item.
import type { ResultFilter, ResultSort } from '../../protocol/types';
import { isDay } from '../../ui/days';
import { idPart, omitUndefined, textPart } from '../queries/search-params';

export interface DatasetSearch extends ResultFilter {
  /** Omitted for the newest acceptance first. */
  sort?: 'name';
  /** The item whose versions are shown next to the table. */
  item?: string;
  /** Omitted for the newest. */
  version?: number;
}

export function readDatasetSearch(search: Record<string, unknown>): DatasetSearch {
  const { version } = search;
  const item = idPart(search.item);
  return omitUndefined<DatasetSearch>({
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

/** Removes the filters and keeps the order and the selected item. */
export function cleared({ sort, item, version }: DatasetSearch): DatasetSearch {
  return omitUndefined<DatasetSearch>({ sort, item, version });
}

export function sortOf({ sort }: DatasetSearch): ResultSort {
  return sort ?? 'accepted';
}
