// Passing an item by, with a reason (N14): it goes back to the others.
import { api } from '../../protocol/api';
import type { Item } from '../../protocol/types';
import { useMove } from './use-move';

export function useSkip(item: Item) {
  return useMove({
    item,
    send: (reason: string) => api.skip(item.id, reason).then(() => ({ stage: item.stage })),
    told: () => ({ message: `${item.file_name} is skipped` }),
  });
}
