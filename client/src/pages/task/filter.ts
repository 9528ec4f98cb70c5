// The data list's filters as they stand in the URL.
import type { Stage } from '../../protocol/types';
import { isStage } from '../../ui/stages';
import type { ItemFilter } from '../data/items';

export type ListView = 'cards' | 'table';
export type ListSort = 'position' | 'name' | 'updated';

export interface DataSearch {
  stage?: Stage;
  q?: string;
  has?: 'open_issues' | 'comments';
  locked?: true;
  sort?: Exclude<ListSort, 'position'>;
  view?: 'table';
}

/** Reads what a URL says and drops what it cannot mean; defaults are left out, so that links stay short. */
export function readDataSearch(search: Record<string, unknown>): DataSearch {
  const found: DataSearch = {};
  if (isStage(search.stage)) found.stage = search.stage;
  if (search.q !== undefined && search.q !== '') found.q = String(search.q).slice(0, 200);
  if (search.has === 'open_issues' || search.has === 'comments') found.has = search.has;
  if (search.locked === true) found.locked = true;
  if (search.sort === 'name' || search.sort === 'updated') found.sort = search.sort;
  if (search.view === 'table') found.view = 'table';
  return found;
}

export function filterOf({ view: _, ...filter }: DataSearch): ItemFilter {
  return filter;
}

export function isFiltered(search: DataSearch): boolean {
  return search.stage !== undefined || search.q !== undefined || search.has !== undefined || search.locked === true;
}
