// The move that ends my work on this item: submit, approve or accept.
import { notifications } from '@mantine/notifications';
import type { Editor } from '../../editor/editor';
import type { SaveState } from '../../editor/state';
import { api } from '../../protocol/api';
import type { Item, LockStatus, Move, Task } from '../../protocol/types';
import { isStrict, nextPlace, type Place, STAGE_LABEL } from '../../ui/stages';
import { describeError, isApiError } from '../data/errors';
import { notReady } from './review/readiness';
import { type Then, useMove } from './use-move';
import { useSlice } from './use-slice';
import { useWorks } from './use-works';

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
  const held = heldBy(save.kind, lock.status);
  return held && `${held} This can go on once that is done.`;
}

/** What the labels still want before the move, in words. */
export function useNotReady(editor: Editor, { move, strict }: Finish): string | null {
  const review = useSlice(editor.review);
  return move === null ? null : notReady(move, review, strict);
}

export interface Finish {
  /** Null: my role has no move at this stage. */
  move: Move | null;
  /** Whether the review the item is in wants an approved verdict on each label. */
  strict: boolean;
  /** What the server still wanted, the last time it was tried. */
  refused: string | null;
  /** Which review it is in, from 1. */
  pass: number;
  /** Where it goes, unless a review that takes only some of the items passes it by. */
  to: Place | null;
  pending: boolean;
  run: (then: Then) => void;
  /** Forgets what was refused. */
  reset: () => void;
}

export function useFinish(editor: Editor, task: Task, item: Item): Finish {
  const { stage } = useSlice(editor.item);
  // What I may do was told for the stage the page was opened at; a stage reached since then asks anew.
  const works = useWorks(editor);
  const move = works && item.stage === stage ? item.can.finish : null;
  const to = move === null ? null : nextPlace(task.workflow, { stage, pass: item.review_pass });

  const { pending, error, reset, run } = useMove({
    item,
    send: (which: Move) => api.finish(item.id, which),
    told: (reached) => ({ color: 'green', message: `${item.file_name} is now in ${STAGE_LABEL[reached]}` }),
    onError: (failure) => {
      if (isApiError(failure, 'not_ready')) return;
      const { title, detail } = describeError(failure, 'The item');
      notifications.show({ color: 'red', title, message: `${detail} The item stays where it is.`, autoClose: 10_000 });
    },
  });

  return {
    move,
    strict: isStrict(task.workflow, item.review_pass),
    refused: isApiError(error, 'not_ready') ? error.message : null,
    pass: item.review_pass,
    to,
    pending,
    run: (then) => move !== null && run(move, then),
    reset,
  };
}
