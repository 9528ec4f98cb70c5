// Asks for confirmation before an item changes stage, and lists its open issues (F101).
import { Modal } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { Editor } from '../../../editor/editor';
import type { FinishAction } from '../../../protocol/types';
import { StageChip } from '../../../ui/StageChip';
import { MOVE_LABEL } from '../../../ui/stages';
import { DialogForm, Warning } from '../../DialogForm';
import { UnresolvedIssues } from '../issues/UnresolvedIssues';
import { useSlice } from '../use-slice';
import classes from './FinishDialog.module.css';
import { OpenNextCheckbox, useOpenNext } from './OpenNextCheckbox';
import { pendingEffect } from './readiness';
import { type Finish, useBlockedReason, useNotReady } from './use-finish';

const EFFECT: Record<FinishAction, string> = {
  submit: 'The item moves to the next stage with all its labels. You can still view it and comment.',
  approve: 'The item moves to the next stage with all its labels. You can still view it and comment.',
  accept: 'The labels are saved to the dataset as the accepted result, and the item becomes read-only.',
};

interface Props {
  editor: Editor;
  finish: Finish;
  opened: boolean;
  onClose: () => void;
}

export function FinishDialog({ editor, finish, opened, onClose }: Props) {
  if (finish.move === null) return null;
  const close = () => {
    finish.reset();
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={`${MOVE_LABEL[finish.move]} this item?`} size={440}>
      <Form editor={editor} finish={finish} move={finish.move} onClose={close} />
    </Modal>
  );
}

interface FormProps {
  editor: Editor;
  finish: Finish;
  move: FinishAction;
  onClose: () => void;
}

function Form({ editor, finish, move, onClose: close }: FormProps) {
  const reviews = useSlice(editor.task).workflow.reviews.length;
  const { stage } = useSlice(editor.item);
  const { open } = useSlice(editor.issues);
  const labels = useSlice(editor.labels);
  const review = useSlice(editor.review);
  const notReady = useNotReady(editor, finish);
  const held = useBlockedReason(editor);
  const [next, setNext] = useOpenNext();
  const also = pendingEffect(move, review, finish.strict);
  return (
    <DialogForm
      cancelLabel="Not yet"
      submitLabel={open > 0 ? `${MOVE_LABEL[move]} with ${open} open` : MOVE_LABEL[move]}
      focusSubmit
      ready
      blockedReason={notReady ?? held}
      pending={finish.pending}
      subject="The item"
      onSubmit={() => finish.run({ next, done: close })}
      onClose={close}
    >
      <div className={classes.move}>
        <StageChip stage={stage} pass={finish.pass} reviews={reviews} />
        <IconArrowRight size={16} className="dim" aria-label="to" />
        {finish.to && <StageChip {...finish.to} reviews={reviews} />}
        <span className="dim tnum">
          {labels.count} {labels.count === 1 ? 'label' : 'labels'}
        </span>
      </div>
      <p>{EFFECT[move]}</p>
      {also && <Warning>{also}</Warning>}
      <UnresolvedIssues editor={editor} onGo={close} />
      {finish.refused && <Warning role="alert">{finish.refused}</Warning>}
      <OpenNextCheckbox value={next} onChange={setNext} />
    </DialogForm>
  );
}
