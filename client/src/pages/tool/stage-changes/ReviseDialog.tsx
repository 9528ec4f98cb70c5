// Revises an accepted item (F31): sends it back to a stage and an assignee, with a reason. The dataset keeps the accepted result.
import { Modal } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../../../protocol/api';
import type { Item, RejectItem, Task } from '../../../protocol/types';
import { StageChip } from '../../../ui/StageChip';
import { STAGE_LABEL } from '../../../ui/stages';
import { DialogForm } from '../../DialogForm';
import { SendBackFields } from '../../send-back/SendBackFields';
import { EMPTY_SEND_BACK, sendBackRequest, stagesBefore, submitterOf } from '../../send-back/send-back';
import classes from './FinishDialog.module.css';
import { useStageChange } from './use-stage-change';

interface Props {
  task: Task;
  item: Item;
  opened: boolean;
  onClose: () => void;
}

function useRevise(item: Item) {
  return useStageChange({
    item,
    send: (body: RejectItem) => api.revise(item.id, body),
    successToast: (stage) => ({ message: `${item.file_name} is back in ${STAGE_LABEL[stage]}` }),
  });
}

export function ReviseDialog(props: Props) {
  const revise = useRevise(props.item);
  const close = () => {
    revise.reset();
    props.onClose();
  };
  return (
    <Modal opened={props.opened} onClose={close} title="Revise this accepted item?" size={460}>
      <Form {...props} revise={revise} onClose={close} />
    </Modal>
  );
}

function Form({ task, item, revise, onClose }: Props & { revise: ReturnType<typeof useRevise> }) {
  const [back, setBack] = useState(EMPTY_SEND_BACK);
  const targets = stagesBefore(task.workflow, 'complete');
  return (
    <DialogForm
      cancelLabel="Keep it accepted"
      submitLabel="Revise item"
      color="red"
      ready={back.reason.trim() !== ''}
      pending={revise.pending}
      error={revise.error}
      subject="The item"
      onSubmit={() => revise.run(sendBackRequest(back, targets), { next: false, done: onClose })}
      onClose={onClose}
    >
      <div className={classes.move}>
        <StageChip stage="complete" />
        <IconArrowRight size={16} className="dim" aria-label="to" />
        <StageChip stage={back.stage} />
      </div>
      <p>
        The dataset keeps the accepted result until the item is accepted again. The item keeps its labels and open
        issues.
      </p>
      <SendBackFields
        task={task}
        value={back}
        onChange={setBack}
        targets={targets}
        required
        submitter={submitterOf(item)}
      />
    </DialogForm>
  );
}
