// The move that ends my work on this item: submit, approve or accept.
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import type { Editor } from '../../editor/editor';
import type { SaveState } from '../../editor/state';
import { api } from '../../protocol/api';
import type { Item, LockStatus, Move, Stage, Task } from '../../protocol/types';
import { STAGE_LABEL } from '../../ui/stages';
import { describeError, isApiError } from '../data/errors';
import { notReady } from './review/readiness';
import { useAfterMove } from './use-after-move';
import type { NeighbourLinks } from './use-neighbours';
import { useSlice } from './use-slice';

/** Everything must be with the server, and nobody else at work, before the item goes anywhere. */
function heldBy(save: SaveState['kind'], lock: LockStatus): string | null {
  if (save === 'saving') return 'Your last changes are being saved.';
  if (save === 'offline') return 'Your last changes have not reached the server yet.';
  if (lock === 'other_user') return 'Someone else has this item open for editing.';
  if (lock === 'other_tab') return 'You are editing this item in another tab.';
  return null;
}

/** Why the item must stay for a moment, in words. Asked where it is shown: it changes with every edit and verdict. */
export function useHeld(editor: Editor): string | null {
  const save = useSlice(editor.saveState);
  const lock = useSlice(editor.lock);
  return heldBy(save.kind, lock.status);
}

/** What the labels still want before the move, in words. */
export function useNotReady(editor: Editor, move: Move | null): string | null {
  const review = useSlice(editor.review);
  return move === null ? null : notReady(move, review, editor.task.strict_review);
}

export interface Finish {
  /** Null: my role has no move at this stage. */
  move: Move | null;
  /** What the server still wanted, the last time it was tried. */
  refused: string | null;
  to: Stage | null;
  pending: boolean;
  run: (then: { next: boolean; done: () => void }) => void;
  /** Forgets what was refused. */
  reset: () => void;
}

export function useFinish(editor: Editor, task: Task, item: Item, neighbours: NeighbourLinks): Finish {
  const { stage } = useSlice(editor.item);
  const afterMove = useAfterMove(item);
  // What I may do was told for the stage the page was opened at; a stage reached since then asks anew.
  const move = item.stage === stage ? item.can.finish : null;
  const at = task.workflow.indexOf(stage);
  const to = move === null ? null : (task.workflow[at + 1] ?? 'complete');

  const mutation = useMutation({
    mutationFn: (which: Move) => api.finish(item.id, which),
    onSuccess: (result) => afterMove(result.stage),
    onError: (error) => {
      if (isApiError(error, 'not_ready')) return;
      const { title, detail } = describeError(error, 'The item');
      notifications.show({ color: 'red', title, message: `${detail} The item stays where it is.`, autoClose: 10_000 });
    },
  });

  return {
    move,
    refused: isApiError(mutation.error, 'not_ready') ? mutation.error.message : null,
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
    reset: mutation.reset,
  };
}
