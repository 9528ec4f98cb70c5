// The stage change that ends the person's work on the item: submit, approve or accept.
import { notifications } from '@mantine/notifications';
import type { Editor } from '../../../editor/editor';
import type { SaveState } from '../../../editor/state';
import { api } from '../../../protocol/api';
import type { FinishAction, Item, LockStatus, Task } from '../../../protocol/types';
import { isStrict, nextPosition, STAGE_LABEL, type WorkflowPosition } from '../../../ui/stages';
import { describeError, isApiError } from '../../queries/errors';
import { useCanWork } from '../banners/use-can-work';
import { useSlice } from '../use-slice';
import { notReady } from './readiness';
import { type AfterChange, useStageChange } from './use-stage-change';

/** Returns why the item cannot change stage now: every edit must be saved, and nobody else can be editing. */
function blockedReason(save: SaveState['kind'], lock: LockStatus): string | null {
  if (save === 'saving') return 'Your last changes are being saved.';
  if (save === 'offline') return 'Your last changes have not reached the server yet.';
  if (lock === 'other_user') return 'Someone else is editing this item.';
  if (lock === 'other_tab') return 'You are editing this item in another tab.';
  return null;
}

/** Returns why a stage change must wait, in words. Call it where it is shown: it changes with every edit and verdict. */
export function useBlockedReason(editor: Editor): string | null {
  const save = useSlice(editor.saveState);
  const lock = useSlice(editor.lock);
  const held = blockedReason(save.kind, lock.status);
  return held && `${held} You can continue once that is done.`;
}

/** Returns what the labels still need before the stage change, in words. */
export function useNotReady(editor: Editor, { move, strict }: Finish): string | null {
  const review = useSlice(editor.review);
  return move === null ? null : notReady(move, review, strict);
}

export interface Finish {
  /** `null` if the person has no stage change to make here. */
  move: FinishAction | null;
  /** Whether the item's current review requires an approved verdict on each label. */
  strict: boolean;
  /** The server's message, if it refused the last attempt because the item was not ready. */
  refused: string | null;
  /** The review that the item is in, from 1; 0 outside review. */
  pass: number;
  /** Where the item goes next, unless it is not drawn for a review that takes only a share of the items. */
  to: WorkflowPosition | null;
  pending: boolean;
  run: (then: AfterChange) => void;
  /** Clears the error of the last attempt. */
  reset: () => void;
}

export function useFinish(editor: Editor, task: Task, item: Item): Finish {
  const { stage } = useSlice(editor.item);
  // `item.can` holds for the stage at which the item was fetched; after a stage change the item is refetched.
  const canWork = useCanWork(editor);
  const move = canWork && item.stage === stage ? item.can.finish : null;
  const to = move === null ? null : nextPosition(task.workflow, { stage, pass: item.review_pass });

  const { pending, error, reset, run } = useStageChange({
    item,
    send: (which: FinishAction) => api.finish(item.id, which),
    successToast: (reached) => ({ color: 'green', message: `${item.file_name} is now in ${STAGE_LABEL[reached]}` }),
    onError: (failure) => {
      if (isApiError(failure, 'not_ready')) return;
      const { title, detail } = describeError(failure, 'The item');
      notifications.show({ color: 'red', title, message: `${detail} The item stays at its stage.`, autoClose: 10_000 });
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
