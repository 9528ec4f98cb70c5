// Confirms that an item is accepted from the list (F27).
import { Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api } from '../../../protocol/api';
import type { Item, Task } from '../../../protocol/types';
import { counted } from '../../../ui/counted';
import { DialogForm, Warning } from '../../DialogForm';
import classes from './ItemDialogs.module.css';
import { useListStageChange } from './use-list-stage-change';

export function AcceptDialog({ task, item, onClose }: { task: Task; item: Item | null; onClose: () => void }) {
  const move = useListStageChange(task.id, item?.id, (id) => api.finish(id, 'accept'));
  const close = () => {
    move.reset();
    onClose();
  };
  return (
    <Modal opened={item !== null} onClose={close} title="Accept this item?" size={420}>
      {item && (
        <DialogForm
          cancelLabel="Not yet"
          submitLabel="Accept 1 item"
          color="green"
          focusSubmit
          ready
          pending={move.isPending}
          error={move.error}
          subject="The item"
          onSubmit={() =>
            move.mutate(undefined, {
              onSuccess: () => {
                notifications.show({ color: 'green', message: `${item.file_name} was accepted` });
                close();
              },
            })
          }
          onClose={close}
        >
          <p>
            <b className={classes.file}>{item.file_name}</b> has {counted(item.label_count, 'label')}, which will be
            written to the dataset as the accepted result. The item then becomes read-only.
          </p>
          {item.open_issues > 0 && (
            <Warning>
              {item.open_issues === 1 ? '1 issue is still open.' : `${item.open_issues} issues are still open.`}
            </Warning>
          )}
        </DialogForm>
      )}
    </Modal>
  );
}
