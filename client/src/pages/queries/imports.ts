// Imports: uploading the files and following the progress.
import { queryOptions, useMutation } from '@tanstack/react-query';
import { api } from '../../protocol/api';
import type { Stage } from '../../protocol/types';

const POLL_MS = 700;

export const importQuery = (run: string) =>
  queryOptions({
    queryKey: ['import', run],
    queryFn: () => api.importStatus(run),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? POLL_MS : false),
  });

export interface ImportForm {
  task: string;
  stage: Exclude<Stage, 'complete'>;
  annotations: File;
  images: readonly File[];
}

/** Returns an image's name as the annotation file lists it: its path below the chosen folder. */
function nameOf(file: File): string {
  const path = file.webkitRelativePath;
  return path === '' ? file.name : path.slice(path.indexOf('/') + 1);
}

export function useImport() {
  return useMutation({
    mutationFn: ({ task, stage, annotations, images }: ImportForm) => {
      const form = new FormData();
      // Text fields come first, because the server reads the form as a stream.
      form.append('task', task);
      form.append('stage', stage);
      form.append('annotations', annotations);
      for (const image of images) form.append('images', image, nameOf(image));
      return api.importCoco(form);
    },
  });
}
