// Sending an item back to an earlier stage (F54, F26).
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../../protocol/api';
import type { Item, RejectItem } from '../../../protocol/types';
import { STAGE_LABEL } from '../../../ui/stages';
import { useAfterMove } from '../use-after-move';
import type { NeighbourLinks } from '../use-neighbours';

export function useRejectItem(item: Item, neighbours: NeighbourLinks) {
  const afterMove = useAfterMove(item);
  const mutation = useMutation({
    mutationFn: (body: RejectItem) => api.reject(item.id, body),
    onSuccess: (result) => afterMove(result.stage),
  });
  return {
    pending: mutation.isPending,
    error: mutation.error,
    reset: mutation.reset,
    run: (body: RejectItem, { next, done }: { next: boolean; done: () => void }) => {
      // Asked for before the list changes under us.
      const onward = next ? neighbours.toNext : null;
      mutation.mutate(body, {
        onSuccess: (result) => {
          notifications.show({ message: `${item.file_name} went back to ${STAGE_LABEL[result.stage]}` });
          done();
          onward?.();
        },
      });
    },
  };
}
