// Where work begins: the next item that waits for me, and all that is in acceptance (F12).
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlayerPlay, IconStack2 } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { api } from '../../protocol/api';
import type { Stage, Task } from '../../protocol/types';
import { hasStage, ROLE_STAGE, STAGE_LABEL, WORK_LABEL } from '../../ui/stages';
import { describeError } from '../data/errors';
import { isFiltered, readItemFilter, withoutKeys } from '../data/item-filter';
import { useNextItem } from '../data/items';
import classes from './TaskLayout.module.css';

function tell(error: unknown, what: string): void {
  const { title, detail } = describeError(error, what);
  notifications.show({ color: 'red', title, message: detail });
}

/** Opens the next item that waits for me, and keeps to that stage from there on. */
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
            title: `Nothing in ${STAGE_LABEL[stage]} is free just now`,
            message: 'Others have what is left open, or it was offered to them. Try again in a few minutes.',
          });
        },
        onError: (error) => tell(error, 'The next item'),
      },
    );
  return (
    <Button leftSection={<IconPlayerPlay size={14} />} loading={next.isPending} onClick={start}>
      {WORK_LABEL[stage]} next <span className={`${classes.count} tnum`}>{task.todo[stage].toLocaleString()}</span>
    </Button>
  );
}

/** Opens the first item in acceptance; what the list is filtered by holds for the next ones too. */
export function ViewAllButton({ task }: { task: Task }) {
  const navigate = useNavigate();
  const { search } = useLocation();
  const stage: Stage = 'acceptance';
  // What is said of another stage cannot hold in this one.
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
        title: 'No item in acceptance',
        message: isFiltered(withoutKeys(filter, ['stage']))
          ? 'None of those in acceptance fits the other filters. Take some of them away.'
          : 'Items come here once they are reviewed.',
      });
    },
    onError: (error) => tell(error, 'The list'),
  });
  if (!hasStage(task.workflow, stage)) return null;
  const count = task.stages.acceptance;
  return (
    <Button
      variant="default"
      leftSection={<IconStack2 size={14} />}
      disabled={count === 0}
      loading={open.isPending}
      title={count === 0 ? 'No item is in acceptance' : 'Opens the first; next and previous keep to the filters'}
      onClick={() => open.mutate()}
    >
      View all in acceptance
    </Button>
  );
}
