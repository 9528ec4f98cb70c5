// Samples of a task: reading, drawing, deleting and deciding on them.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../protocol/api';
import type { NewSample, SampleDecision } from '../../protocol/types';
import { addJob } from './bulk';

export const samplesKey = (task: string) => ['samples', task] as const;

export const samplesQuery = (task: string) =>
  queryOptions({ queryKey: [...samplesKey(task), 'list'], queryFn: () => api.samples(task) });

export const sampleQuery = (task: string, id: string) =>
  queryOptions({ queryKey: [...samplesKey(task), id], queryFn: () => api.sample(id) });

export function useDrawSample(task: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (sample: NewSample) => api.drawSample(task, sample),
    onSuccess: (sample) => {
      queries.setQueryData(sampleQuery(task, sample.id).queryKey, sample);
      void queries.invalidateQueries({ queryKey: samplesQuery(task).queryKey });
    },
  });
}

export function useDeleteSample(task: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.deleteSample(id),
    onSettled: () => queries.invalidateQueries({ queryKey: samplesQuery(task).queryKey }),
  });
}

export function useDecideSample(task: string, id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (decision: SampleDecision) => api.decideSample(id, decision),
    onSuccess: (job) => addJob(queries, job),
    // Another inspector may have decided first.
    onSettled: () => queries.invalidateQueries({ queryKey: samplesKey(task) }),
  });
}
