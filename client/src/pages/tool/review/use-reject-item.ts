// Rejects an item: sends it back to an earlier stage (F54, F26).
import { api } from '../../../protocol/api';
import type { Item, RejectItem } from '../../../protocol/types';
import { STAGE_LABEL } from '../../../ui/stages';
import { useStageChange } from '../stage-changes/use-stage-change';

export function useRejectItem(item: Item) {
  return useStageChange({
    item,
    send: (body: RejectItem) => api.reject(item.id, body),
    successToast: (stage) => ({ message: `${item.file_name} went back to ${STAGE_LABEL[stage]}` }),
  });
}
