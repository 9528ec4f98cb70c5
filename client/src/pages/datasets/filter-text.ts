// Describes a filter of results as a phrase, for new and earlier exports. Pure.
import type { ResultFilter } from '../../protocol/types';
import { formatRange } from '../../ui/days';

/** Looks up names by id. An unknown class is named by its id, an unknown task or person by a general phrase. */
export interface NameLookup {
  readonly task: (id: string) => string | undefined;
  readonly class: (id: string) => string | undefined;
  readonly person: (id: string) => string | undefined;
}

/** Returns, for example, "Accepted results of Cars with a label of class Van, accepted by Ana from 3 Mar 2026". */
export function filterText(filter: ResultFilter, names: NameLookup): string {
  const { task, by, q } = filter;
  const parts = [
    task !== undefined && `of ${names.task(task) ?? 'a deleted task'}`,
    filter.class !== undefined && `with a label of class ${names.class(filter.class) ?? filter.class}`,
    q !== undefined && `with “${q}” in the file name`,
  ].filter((part) => part !== false);
  const days = formatRange(filter);
  const accepted = [by !== undefined && `by ${names.person(by) ?? 'a deleted user'}`, days !== '' && days].filter(
    (part) => part !== false,
  );
  const what = parts.length === 0 && accepted.length === 0 ? 'All accepted results' : 'Accepted results';
  const head = [what, ...parts].join(' ');
  return accepted.length === 0 ? head : `${head}, accepted ${accepted.join(' ')}`;
}
