// Tasks and their members.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../protocol/api';
import type { NewTask, Ontology, Role, Task, TaskChange } from '../../protocol/types';

export const tasksQuery = queryOptions({ queryKey: ['tasks'], queryFn: api.tasks });

export const taskQuery = (task: string) => queryOptions({ queryKey: ['task', task], queryFn: () => api.task(task) });

export const membersQuery = (task: string) =>
  queryOptions({ queryKey: ['task', task, 'members'], queryFn: () => api.members(task) });

export function useChangeTask(task: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: TaskChange) => api.changeTask(task, change),
    onSuccess: (changed) => queries.setQueryData(taskQuery(task).queryKey, changed),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['task', task] });
      void queries.invalidateQueries({ queryKey: tasksQuery.queryKey });
    },
  });
}

/** Shows a changed setting at once; a refusal reverts it. Controls stay enabled meanwhile, because disabling one would lose
 * the focus. */
export function withPendingChange(task: Task, { isPending, variables }: ReturnType<typeof useChangeTask>): Task {
  return { ...task, ...(isPending ? variables : {}) };
}

/** Creates a task as a draft and optionally publishes it. If publishing is refused, the draft is kept. */
export function useCreateTask() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ request, publish }: { request: NewTask; publish: boolean }) => {
      const made = await api.createTask(request);
      if (!publish) return { task: made, refused: null };
      return api.changeTask(made.id, { state: 'open' }).then(
        (task) => ({ task, refused: null }),
        (refused: unknown) => ({ task: made, refused }),
      );
    },
    onSuccess: ({ task }) => {
      queries.setQueryData(taskQuery(task.id).queryKey, task);
      void queries.invalidateQueries({ queryKey: tasksQuery.queryKey });
      void queries.invalidateQueries({ queryKey: ['datasets'] });
    },
  });
}

export function useAddMember(task: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ email, roles }: { email: string; roles: readonly Role[] }) => api.addMember(task, email, roles),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['task', task] });
      void queries.invalidateQueries({ queryKey: tasksQuery.queryKey });
    },
  });
}

export function useSetRoles(task: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ user, roles }: { user: string; roles: readonly Role[] }) => api.setRoles(task, user, roles),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['task', task] });
      void queries.invalidateQueries({ queryKey: tasksQuery.queryKey });
    },
  });
}

/** Makes items of all media files in the dataset that are not items yet. */
export function useAddItems(task: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.addItems(task),
    onSuccess: () => {
      for (const key of ['task', 'items']) void queries.invalidateQueries({ queryKey: [key, task] });
      void queries.invalidateQueries({ queryKey: tasksQuery.queryKey });
    },
  });
}

/** Changes the ontology. Without `confirm`, a breaking change is reported and not applied. */
export function useChangeOntology(task: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ ontology, confirm }: { ontology: Ontology; confirm: boolean }) =>
      api.changeOntology(task, ontology, confirm),
    onSuccess: ({ applied }, { ontology }) => {
      if (!applied) return;
      queries.setQueryData(taskQuery(task).queryKey, (known) => known && { ...known, ontology });
      void queries.invalidateQueries({ queryKey: ['task', task] });
    },
  });
}
