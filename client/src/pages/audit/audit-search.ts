// The audit log's filters in the URL.
import type { AuditFilter } from '../../protocol/types';
import { isDay } from '../../ui/days';
import { idPart, omitUndefined } from '../queries/search-params';

export type AuditSearch = AuditFilter;

export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  return omitUndefined<AuditSearch>({
    action: idPart(search.action),
    by: idPart(search.by),
    item: idPart(search.item),
    from: isDay(search.from) ? search.from : undefined,
    to: isDay(search.to) ? search.to : undefined,
  });
}
