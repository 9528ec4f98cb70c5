// The parameters in the tool page's URL: a shared link opens the same label at the same frame (F72), and previous and next
// stay within the items that the list showed (F12).
import type { ItemFilter } from '../../protocol/types';
import { readItemFilter } from '../queries/item-filter';

export interface ToolSearch extends ItemFilter {
  /** The label to select. */
  readonly label?: string;
  readonly frame?: number;
  /** The issue to open. */
  readonly issue?: string;
  /** Opens the item for comments only (F14). */
  readonly view?: 'qa';
}

export function readToolSearch(search: Readonly<Record<string, unknown>>): ToolSearch {
  const { label, issue, frame, view } = search;
  return {
    ...readItemFilter(search),
    ...(typeof label === 'string' && label.length <= 64 && { label }),
    ...(typeof issue === 'string' && issue.length <= 64 && { issue }),
    ...(typeof frame === 'number' && Number.isInteger(frame) && frame > 0 && { frame }),
    ...(view === 'qa' && { view }),
  };
}

/** Returns the filter that previous and next stay within. */
export function toolFilter({ label: _l, frame: _f, issue: _i, view: _v, ...filter }: ToolSearch): ItemFilter {
  return filter;
}

/** Returns the parameters to keep when another item is opened. */
export function keptSearch({ label: _l, frame: _f, issue: _i, ...rest }: ToolSearch): ToolSearch {
  return rest;
}
