// Asks once before an item moves on, and lists what is still open (F101).
import { Button, Group, Modal } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { Editor } from '../../editor/editor';
import type { Move } from '../../protocol/types';
import { StageChip } from '../../ui/StageChip';
import { MOVE_LABEL } from '../../ui/stages';
import classes from './FinishDialog.module.css';
import { alsoApproves } from './review/readiness';
import { ThenNext, useThenNext } from './ThenNext';
import { UnresolvedIssues } from './UnresolvedIssues';
import { type Finish, useHeld, useNotReady } from './use-finish';
import { useSlice } from './use-slice';

const EFFECT: Record<Move, string> = {
  submit: 'It goes to the next stage with all of its labels. You can still look and comment.',
  approve: 'It goes to the next stage with all of its labels. You can still look and comment.',
  accept: 'Its labels are written to the dataset as the accepted result, and the item becomes read-only.',
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
  move: Move;
  onClose: () => void;
}

function Form({ editor, finish, move, onClose: close }: FormProps) {
  const reviews = useSlice(editor.task).workflow.reviews.length;
  const { stage } = useSlice(editor.item);
  const { open } = useSlice(editor.issues);
  const labels = useSlice(editor.labels);
  const review = useSlice(editor.review);
  const notReady = useNotReady(editor, finish);
  const held = useHeld(editor);
  const [next, setNext] = useThenNext();
  const also = alsoApproves(move, review, finish.strict);
  const why = notReady ?? held;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (why === null) finish.run({ next, done: close });
      }}
    >
      <div className={classes.move}>
        <StageChip stage={stage} pass={finish.pass} reviews={reviews} />
        <IconArrowRight size={16} className="dim" aria-label="to" />
        {finish.to && <StageChip {...finish.to} reviews={reviews} />}
        <span className="dim tnum">
          {labels.count} {labels.count === 1 ? 'label' : 'labels'}
        </span>
      </div>
      <p className={classes.effect}>{EFFECT[move]}</p>
      {also && <p className={classes.warning}>{also}</p>}
      <UnresolvedIssues editor={editor} onGo={close} />
      {why && (
        <p className={classes.warning} role="status">
          {why}
        </p>
      )}
      {finish.refused && (
        <p className={classes.warning} role="alert">
          {finish.refused}
        </p>
      )}
      <ThenNext value={next} onChange={setNext} />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={close}>
          Not yet
        </Button>
        <Button type="submit" data-autofocus disabled={why !== null} loading={finish.pending}>
          {open > 0 ? `${MOVE_LABEL[move]} with ${open} open` : MOVE_LABEL[move]}
        </Button>
      </Group>
    </form>
  );
}
