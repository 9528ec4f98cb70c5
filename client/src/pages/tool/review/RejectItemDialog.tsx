// Rejects an item (F24–F26, F54): lists its open issues and sends it back to a stage and an assignee, with a reason.
import { Modal } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { Editor } from '../../../editor/editor';
import type { Item, Task } from '../../../protocol/types';
import { StageChip } from '../../../ui/StageChip';
import { DialogForm } from '../../DialogForm';
import { SendBackFields } from '../../send-back/SendBackFields';
import { EMPTY_SEND_BACK, sendBackRequest, stagesBefore, submitterOf } from '../../send-back/send-back';
import { UnresolvedIssues } from '../issues/UnresolvedIssues';
import finishing from '../stage-changes/FinishDialog.module.css';
import { OpenNextCheckbox, useOpenNext } from '../stage-changes/OpenNextCheckbox';
import { labelCount } from '../stage-changes/readiness';
import { useBlockedReason } from '../stage-changes/use-finish';
import { useSlice } from '../use-slice';
import { useRejectItem } from './use-reject-item';

interface Props {
  editor: Editor;
  task: Task;
  item: Item;
  opened: boolean;
  onClose: () => void;
}

export function RejectItemDialog(props: Props) {
  // Here, not in the form: the form unmounts when the item changes stage, before the response arrives.
  const reject = useRejectItem(props.item);
  const close = () => {
    reject.reset();
    props.onClose();
  };
  return (
    <Modal opened={props.opened} onClose={close} title="Reject this item?" size={460}>
      <Form {...props} reject={reject} onClose={close} />
    </Modal>
  );
}

type FormProps = Omit<Props, 'opened'> & { reject: ReturnType<typeof useRejectItem> };

function Form({ editor, task, item, reject, onClose }: FormProps) {
  const { stage } = useSlice(editor.item);
  const { approved, rejected, pending } = useSlice(editor.review);
  const held = useBlockedReason(editor);
  const [back, setBack] = useState(EMPTY_SEND_BACK);
  const [next, setNext] = useOpenNext();

  const targets = stage === 'acceptance' ? stagesBefore(task.workflow, stage) : [];
  const needsReason = stage === 'acceptance' || rejected === 0;

  const submit = () => {
    const { reason, ...rest } = sendBackRequest(back, targets);
    reject.run({ ...(reason !== '' && { reason }), ...rest }, { next, done: onClose });
  };
  return (
    <DialogForm
      cancelLabel="Keep reviewing"
      submitLabel="Reject item"
      color="red"
      ready={back.reason.trim() !== '' || !needsReason}
      blockedReason={held}
      pending={reject.pending}
      error={reject.error}
      subject="The item"
      onSubmit={submit}
      onClose={onClose}
    >
      <div className={finishing.move}>
        <StageChip stage={stage} />
        <IconArrowRight size={16} className="dim" aria-label="to" />
        <StageChip stage={back.stage} />
        <span className="dim tnum">
          {approved} approved · {rejected} rejected · {pending} pending
        </span>
      </div>
      <p>{rejected > 0 ? `${labelCount(rejected)} to correct. ` : ''}The item keeps its labels and open issues.</p>
      <SendBackFields
        task={task}
        value={back}
        onChange={setBack}
        targets={targets}
        description={
          needsReason
            ? undefined
            : 'The rejected labels have their reasons. Add anything that applies to the whole item.'
        }
        required={needsReason}
        submitter={submitterOf(item)}
      />
      <UnresolvedIssues editor={editor} onGo={onClose} />
      <OpenNextCheckbox value={next} onChange={setNext} />
    </DialogForm>
  );
}
