// The buttons that start work: on the next item waiting for the user, and on everything in acceptance (F12).
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlayerPlay, IconStack2 } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { api } from '../../protocol/api';
import type { Stage, Task } from '../../protocol/types';
import { hasStage, ROLE_STAGE, STAGE_LABEL, WORK_LABEL } from '../../ui/stages';
import { describeError } from '../queries/errors';
import { isFiltered, readItemFilter, withoutKeys } from '../queries/item-filter';
import { useNextItem } from '../queries/items';
import classes from './TaskLayout.module.css';

function showError(error: unknown, what: string): void {
  const { title, detail } = describeError(error, what);
  notifications.show({ color: 'red', title, message: detail });
}

/** Opens the next item waiting for the user. Next and previous then stay within its stage. */
export function StartButton({ task }: { task: Task }) {
  const navigate = useNavigate();
  const next = useNextItem(task.id);
  const stage = task.roles
    .map((role) => ROLE_STAGE[role])
    .filter((each) => each !== null)
    .find((each) => task.todo[each] > 0);
  if (stage === undefined || task.state !== 'open') return null;
  const start = () =>
    next.mutate(
      { stage },
      {
        onSuccess: ({ item }) => {
          if (item !== null) {
            void navigate({
              to: '/tasks/$taskId/items/$itemId',
              params: { taskId: task.id, itemId: item },
              search: { stage },
            });
            return;
          }
          notifications.show({
            title: `No items in ${STAGE_LABEL[stage]} are available right now`,
            message: 'The remaining items are open or reserved by others. Try again in a few minutes.',
          });
        },
        onError: (error) => showError(error, 'The next item'),
      },
    );
  return (
    <Button leftSection={<IconPlayerPlay size={14} />} loading={next.isPending} onClick={start}>
      {WORK_LABEL[stage]} next <span className={`${classes.count} tnum`}>{task.todo[stage].toLocaleString()}</span>
    </Button>
  );
}

/** Opens the first item in acceptance. The list's filters also apply to next and previous. */
export function ViewAllButton({ task }: { task: Task }) {
  const navigate = useNavigate();
  const { search } = useLocation();
  const stage: Stage = 'acceptance';
  // A filter by another stage cannot apply to this one.
  const filter = { ...withoutKeys(readItemFilter(search), ['stage']), stage };
  const open = useMutation({
    mutationFn: () => api.items(task.id, { ...filter, limit: 1 }),
    onSuccess: ({ items: [first] }) => {
      if (first) {
        void navigate({
          to: '/tasks/$taskId/items/$itemId',
          params: { taskId: task.id, itemId: first.id },
          search: filter,
        });
        return;
      }
      notifications.show({
        title: 'No items in acceptance',
        message: isFiltered(withoutKeys(filter, ['stage']))
          ? 'No item in acceptance matches the other filters. Remove some of them.'
          : 'Items arrive here once they are reviewed.',
      });
    },
    onError: (error) => showError(error, 'The list'),
  });
  if (!hasStage(task.workflow, stage)) return null;
  const count = task.stages.acceptance;
  return (
    <Button
      variant="default"
      leftSection={<IconStack2 size={14} />}
      disabled={count === 0}
      loading={open.isPending}
      title={count === 0 ? 'No items are in acceptance' : 'Opens the first item. Next and previous follow the filters.'}
      onClick={() => open.mutate()}
    >
      View all in acceptance
    </Button>
  );
}
