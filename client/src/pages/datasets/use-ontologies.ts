// The classes and people of a dataset's tasks. A dataset has none itself.
import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Member, OntologyClass, Person, Task, TaskName } from '../../protocol/types';
import { membersQuery, taskQuery } from '../queries/tasks';

export interface Ontologies {
  /** The classes of the tasks that could be read, in task order, each id once. */
  readonly classes: readonly OntologyClass[];
  readonly classOf: (task: string, id: string) => OntologyClass | undefined;
}

/** Returns the tasks that could be read. The classes of the others are shown without names. */
function readable(results: readonly UseQueryResult<Task>[]): readonly Task[] {
  return results.flatMap(({ data }) => data ?? []);
}

export function useOntologies(tasks: readonly TaskName[]): Ontologies {
  const read = useQueries({ queries: tasks.map((task) => taskQuery(task.id)), combine: readable });
  return useMemo(() => {
    const known = new Map(
      read.map(({ id, ontology }) => [id, new Map(ontology.classes.map((each) => [each.id, each]))] as const),
    );
    const all = new Map(read.flatMap(({ ontology }) => ontology.classes.map((each) => [each.id, each] as const)));
    return { classes: [...all.values()], classOf: (task, id) => known.get(task)?.get(id) };
  }, [read]);
}

function inspectorsOf(results: readonly UseQueryResult<readonly Member[]>[]): readonly Person[] {
  const found = results
    .flatMap(({ data }) => data ?? [])
    .filter(({ roles }) => roles.includes('inspector') || roles.includes('admin'))
    .map(({ person }) => [person.id, person] as const);
  return [...new Map(found).values()];
}

/** Returns the people who can have accepted an item: the inspectors and admins of the tasks. */
export function useInspectors(tasks: readonly TaskName[]): readonly Person[] {
  return useQueries({ queries: tasks.map((task) => membersQuery(task.id)), combine: inspectorsOf });
}
