// The log's filters as they stand in the URL.
import type { AuditFilter } from '../../protocol/types';
import { isDay } from '../../ui/days';

export type AuditSearch = AuditFilter;

const word = (value: unknown) => (typeof value === 'string' && value !== '' && value.length <= 64 ? value : undefined);

export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const read = {
    action: word(search.action),
    by: word(search.by),
    item: word(search.item),
    from: isDay(search.from) ? search.from : undefined,
    to: isDay(search.to) ? search.to : undefined,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}
