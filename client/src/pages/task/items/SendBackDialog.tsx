// Sends one item back from the list: rejected in acceptance (F24), or revised after it was accepted (F31).
import { Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { api } from '../../../protocol/api';
import type { Item, Task } from '../../../protocol/types';
import { STAGE_LABEL } from '../../../ui/stages';
import { DialogForm } from '../../DialogForm';
import { SendBackFields } from '../../send-back/SendBackFields';
import { EMPTY_SEND_BACK, sendBackRequest, stagesBefore, submitterOf } from '../../send-back/send-back';
import classes from './ItemDialogs.module.css';
import { useListStageChange } from './use-list-stage-change';

export type SendBackKind = 'reject' | 'revise';

interface Props {
  task: Task;
  kind: SendBackKind;
  item: Item | null;
  onClose: () => void;
}

export function SendBackDialog({ task, kind, item, onClose }: Props) {
  return (
    <Modal
      opened={item !== null}
      onClose={onClose}
      title={kind === 'reject' ? 'Reject this item?' : 'Revise this item?'}
      size={460}
    >
      {item && <Form task={task} kind={kind} item={item} onClose={onClose} />}
    </Modal>
  );
}

function Form({ task, kind, item, onClose }: Omit<Props, 'item'> & { item: Item }) {
  const targets = stagesBefore(task.workflow, kind === 'reject' ? 'acceptance' : 'complete');
  const [back, setBack] = useState(EMPTY_SEND_BACK);
  const move = useListStageChange(task.id, item.id, (id) =>
    kind === 'reject' ? api.reject(id, sendBackRequest(back, targets)) : api.revise(id, sendBackRequest(back, targets)),
  );
  return (
    <DialogForm
      cancelLabel="Cancel"
      submitLabel={kind === 'reject' ? 'Reject 1 item' : 'Revise 1 item'}
      color="red"
      ready={back.reason.trim() !== ''}
      pending={move.isPending}
      error={move.error}
      subject="The item"
      onSubmit={() =>
        move.mutate(undefined, {
          onSuccess: ({ stage }) => {
            notifications.show({ message: `${item.file_name} is back in ${STAGE_LABEL[stage]}` });
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      <p>
        <b className={classes.file}>{item.file_name}</b> goes back with all of its labels and open issues.
        {kind === 'revise' && ' The dataset keeps the accepted result until the item is accepted again.'}
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
