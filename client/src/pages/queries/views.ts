// Saved views of the data list: the user's own and those that others share.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../protocol/api';
import type { NewView } from '../../protocol/types';

export const viewsQuery = (task: string) => queryOptions({ queryKey: ['views', task], queryFn: () => api.views(task) });

function useChange<What, Result>(task: string, mutationFn: (what: What) => Promise<Result>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => queries.invalidateQueries({ queryKey: viewsQuery(task).queryKey }),
  });
}

export const useSaveView = (task: string) => useChange(task, (view: NewView) => api.saveView(task, view));

export const useChangeView = (task: string) =>
  useChange(task, ({ id, ...change }: Partial<NewView> & { id: string }) => api.changeView(id, change));

export const useDeleteView = (task: string) => useChange(task, (id: string) => api.deleteView(id));
