// Rejects an item: sends it back to an earlier stage (F54, F26).
import { api } from '../../../protocol/api';
import type { Item, RejectItem } from '../../../protocol/types';
import { STAGE_LABEL } from '../../../ui/stages';
import { useMove } from '../moves/use-move';

export function useRejectItem(item: Item) {
  return useMove({
    item,
    send: (body: RejectItem) => api.reject(item.id, body),
    told: (stage) => ({ message: `${item.file_name} went back to ${STAGE_LABEL[stage]}` }),
  });
}
