// The data for the choices of the list's filters: the people, classes, reviews and samples of the task.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Me, Task } from '../../../protocol/types';
import { hasStage } from '../../../ui/stages';
import { canInspect } from '../../queries/permissions';
import { samplesQuery } from '../../queries/samples';
import { membersQuery } from '../../queries/tasks';
import type { Context } from './filter-fields';

export function useFilterContext(taskId: string, me: Me, task: Task | undefined): Context {
  const members = useQuery(membersQuery(taskId));
  const samples = useQuery({
    ...samplesQuery(taskId),
    enabled: task !== undefined && canInspect(task, me) && hasStage(task.workflow, 'acceptance'),
  });
  return useMemo(
    () => ({
      me: me.id,
      members: members.data ?? [],
      classes: task?.ontology.classes ?? [],
      samples: samples.data ?? [],
      reviews: task?.workflow.reviews.length ?? 0,
    }),
    [me.id, members.data, task, samples.data],
  );
}
