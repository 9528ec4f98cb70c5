// The move that ends my work on this item: submit, approve or accept.
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Editor } from '../../editor/editor';
import type { SaveState } from '../../editor/state';
import { api } from '../../protocol/api';
import type { Item, LockStatus, Move, Stage, Task } from '../../protocol/types';
import { STAGE_LABEL } from '../../ui/stages';
import { describeError } from '../data/errors';
import { patchItem } from '../data/items';
import type { NeighbourLinks } from './use-neighbours';
import { useSlice } from './use-slice';

/** Everything must be with the server, and nobody else at work, before the item moves on. */
function blockedBy(save: SaveState['kind'], lock: LockStatus): string | null {
  if (save === 'saving') return 'Your last edits are being saved.';
  if (save === 'offline') return 'Your last edits have not reached the server yet.';
  if (lock === 'other_user') return 'Someone else is editing this item.';
  if (lock === 'other_tab') return 'You are editing this item in another tab.';
  return null;
}

export interface Finish {
  /** Null: my role has no move at this stage. */
  move: Move | null;
  /** Why the move must wait, in words. */
  blocked: string | null;
  to: Stage | null;
  pending: boolean;
  run: (then: { next: boolean; done: () => void }) => void;
}

export function useFinish(editor: Editor, task: Task, item: Item, neighbours: NeighbourLinks): Finish {
  const queries = useQueryClient();
  const { stage } = useSlice(editor.item);
  const save = useSlice(editor.saveState);
  const lock = useSlice(editor.lock);
  // What I may do was told for the stage the page was opened at; a stage reached since then asks anew.
  const move = item.stage === stage ? item.can.finish : null;
  const at = task.workflow.indexOf(stage);
  const to = move === null ? null : (task.workflow[at + 1] ?? 'complete');

  const mutation = useMutation({
    mutationFn: (which: Move) => api.finish(item.id, which),
    onSuccess: (result) => {
      patchItem(queries, task.id, item.id, { stage: result.stage });
      void queries.invalidateQueries({ queryKey: ['item', item.id] });
      void queries.invalidateQueries({ queryKey: ['task', task.id], exact: true });
      void queries.invalidateQueries({ queryKey: ['tasks'] });
      void queries.invalidateQueries({ queryKey: ['first-item', task.id] });
    },
    onError: (error) => {
      const { title, detail } = describeError(error, 'The item');
      notifications.show({ color: 'red', title, message: `${detail} The item stays where it is.`, autoClose: 10_000 });
    },
  });

  return {
    move,
    blocked: blockedBy(save.kind, lock.status),
    to,
    pending: mutation.isPending,
    run: ({ next, done }) => {
      if (move === null) return;
      // Asked for before the list changes under us.
      const onward = next ? neighbours.toNext : null;
      mutation.mutate(move, {
        onSuccess: (result) => {
          notifications.show({ color: 'green', message: `${item.file_name} is now in ${STAGE_LABEL[result.stage]}` });
          done();
          onward?.();
        },
      });
    },
  };
}
