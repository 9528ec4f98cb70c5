// Asks once before an item is accepted from the list (F27).
import { Button, Group, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api } from '../../../protocol/api';
import type { Item, Task } from '../../../protocol/types';
import { Failure } from '../../data/Failure';
import classes from './ItemDialogs.module.css';
import { useItemMove } from './use-item-move';

export function AcceptDialog({ task, item, onClose }: { task: Task; item: Item | null; onClose: () => void }) {
  const move = useItemMove(task.id, item?.id, (id) => api.finish(id, 'accept'));
  const close = () => {
    move.reset();
    onClose();
  };
  return (
    <Modal opened={item !== null} onClose={close} title="Accept this item?" size={420}>
      {item && (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (move.isPending) return;
            move.mutate(undefined, {
              onSuccess: () => {
                notifications.show({ color: 'green', message: `${item.file_name} is accepted` });
                close();
              },
            });
          }}
        >
          <p className={classes.text}>
            <b className={classes.file}>{item.file_name}</b> with {item.label_count}{' '}
            {item.label_count === 1 ? 'label' : 'labels'}. Its labels are written to the dataset as the accepted result,
            and the item becomes read-only.
          </p>
          {item.open_issues > 0 && (
            <p className={classes.warning}>
              {item.open_issues === 1 ? '1 issue is still open.' : `${item.open_issues} issues are still open.`}
            </p>
          )}
          <Failure error={move.error} what="The item" />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close}>
              Not yet
            </Button>
            <Button type="submit" color="green" loading={move.isPending} data-autofocus>
              Accept 1 item
            </Button>
          </Group>
        </form>
      )}
    </Modal>
  );
}
