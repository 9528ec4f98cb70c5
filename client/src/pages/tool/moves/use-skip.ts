// Skips an item with a reason (N14), which leaves it to others.
import { api } from '../../../protocol/api';
import type { Item } from '../../../protocol/types';
import { useMove } from './use-move';

export function useSkip(item: Item) {
  return useMove({
    item,
    send: (reason: string) => api.skip(item.id, reason).then(() => ({ stage: item.stage })),
    told: () => ({ message: `${item.file_name} was skipped` }),
  });
}
