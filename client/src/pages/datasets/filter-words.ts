// A filter of results as a phrase, for whoever is about to export by it or has done so. Pure.
import type { ResultFilter } from '../../protocol/types';
import { rangeWords } from '../../ui/days';

/** What ids are called. What is not known goes by its id, or stays unnamed. */
export interface Names {
  readonly task: (id: string) => string | undefined;
  readonly class: (id: string) => string | undefined;
  readonly person: (id: string) => string | undefined;
}

/** "accepted results of Cars with a label of Van, accepted by Ana from 3 Mar 2026" */
export function filterWords(filter: ResultFilter, names: Names): string {
  const { task, by, q } = filter;
  const parts = [
    task !== undefined && `of ${names.task(task) ?? 'a task that is gone'}`,
    filter.class !== undefined && `with a label of ${names.class(filter.class) ?? filter.class}`,
    q !== undefined && `with “${q}” in the file name`,
  ].filter((part) => part !== false);
  const days = rangeWords(filter);
  const accepted = [by !== undefined && `by ${names.person(by) ?? 'somebody who is gone'}`, days !== '' && days].filter(
    (part) => part !== false,
  );
  const what = parts.length === 0 && accepted.length === 0 ? 'All accepted results' : 'Accepted results';
  const head = [what, ...parts].join(' ');
  return accepted.length === 0 ? head : `${head}, accepted ${accepted.join(' ')}`;
}
