// The audit log's filters in the URL.
import type { AuditFilter } from '../../protocol/types';
import { isDay } from '../../ui/days';
import { given, idPart } from '../queries/search-parts';

export type AuditSearch = AuditFilter;

export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  return given<AuditSearch>({
    action: idPart(search.action),
    by: idPart(search.by),
    item: idPart(search.item),
    from: isDay(search.from) ? search.from : undefined,
    to: isDay(search.to) ? search.to : undefined,
  });
}
