// Skips an item with a reason (N14), which leaves it to others.
import { api } from '../../../protocol/api';
import type { Item } from '../../../protocol/types';
import { useStageChange } from './use-stage-change';

export function useSkip(item: Item) {
  return useStageChange({
    item,
    send: (reason: string) => api.skip(item.id, reason).then(() => ({ stage: item.stage })),
    successToast: () => ({ message: `${item.file_name} was skipped` }),
  });
}
