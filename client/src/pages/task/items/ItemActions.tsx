// The menu of one item, and the dialogs of the actions on one or many items.
import { notifications } from '@mantine/notifications';
import type { BulkJob, Item, ItemFilter, Me, Sample, Task } from '../../../protocol/types';
import { useStartBulk } from '../../queries/bulk';
import { describeError } from '../../queries/errors';
import { type ItemList, indexOf, itemAt } from '../../queries/item-list';
import { canInspect, canManage } from '../../queries/permissions';
import { BulkDialog } from '../bulk/BulkDialog';
import { DrawDialog } from '../sampling/DrawDialog';
import { UnlockDialog } from '../UnlockDialog';
import { AcceptDialog } from './AcceptDialog';
import { HistoryDialog } from './HistoryDialog';
import { type ItemAction, ItemMenu } from './ItemMenu';
import { SendBackDialog } from './SendBackDialog';
import type { Actions } from './use-item-actions';

interface Props {
  task: Task;
  me: Me;
  filter: ItemFilter;
  /** The list that contains the items. */
  list: ItemList | undefined;
  actions: Actions;
  onStarted: (job: BulkJob) => void;
  onDrawn: (sample: Sample) => void;
}

export function ItemActions({ task, me, filter, list, actions, onStarted, onDrawn }: Props) {
  const start = useStartBulk(task.id);
  const { dialog, close, menu } = actions;
  // The menu depends on the item as it is now, not as it was when the menu was opened.
  const now = menu && list ? itemAt(list, indexOf(list, menu.item.id)) : undefined;
  const itemFor = (action: ItemAction): Item | null =>
    dialog?.kind === 'item' && dialog.action === action ? dialog.item : null;
  const prioritise = (item: Item, priority: number) =>
    start.mutate(
      { action: { kind: 'prioritise', priority }, selection: { items: [item.id] } },
      {
        onError: (error) => {
          const { title, detail } = describeError(error, 'The item');
          notifications.show({ color: 'red', title, message: detail });
        },
      },
    );
  return (
    <>
      <ItemMenu
        at={menu && now ? { ...menu, item: now } : menu}
        filter={filter}
        manages={canManage(task, me)}
        inspects={canInspect(task, me)}
        onAction={actions.act}
        onPriority={prioritise}
        onClose={actions.closeMenu}
      />
      <UnlockDialog
        taskId={task.id}
        item={itemFor('unlock')}
        onClose={close}
        onUnlockAll={({ id }) => actions.unlockAllOf(id)}
      />
      <AcceptDialog task={task} item={itemFor('accept')} onClose={close} />
      <SendBackDialog task={task} kind="reject" item={itemFor('reject')} onClose={close} />
      <SendBackDialog task={task} kind="revise" item={itemFor('revise')} onClose={close} />
      <HistoryDialog task={task} item={itemFor('history')} onClose={close} />
      <BulkDialog
        task={task}
        me={me}
        request={dialog?.kind === 'bulk' ? dialog.request : null}
        onClose={close}
        onStarted={(job) => {
          close();
          onStarted(job);
        }}
      />
      <DrawDialog
        task={task}
        filter={filter}
        opened={dialog?.kind === 'draw'}
        onClose={close}
        onDrawn={(sample) => {
          close();
          onDrawn(sample);
        }}
      />
    </>
  );
}
