// Opens another item of the task and keeps the filter that previous and next stay within.
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { keptSearch } from './search';

export function useOpenItem(): (id: string) => void {
  const navigate = useNavigate({ from: '/tasks/$taskId/items/$itemId' });
  return useCallback(
    (itemId) =>
      void navigate({
        to: '/tasks/$taskId/items/$itemId',
        params: ({ taskId }) => ({ taskId, itemId }),
        search: keptSearch,
      }),
    [navigate],
  );
}
