// The state of a task, unless it is open.
import { Badge, Tooltip } from '@mantine/core';
import { IconCircleDashed, IconLock, IconPlayerPause } from '@tabler/icons-react';
import type { TaskState } from '../../protocol/types';
import { STATE_LABEL, STATE_MEANING } from './task-state';

const LOOK = {
  draft: { icon: IconCircleDashed, color: 'gray' },
  paused: { icon: IconPlayerPause, color: 'amber' },
  closed: { icon: IconLock, color: 'gray' },
} as const;

export function StateBadge({ state }: { state: TaskState }) {
  if (state === 'open') return null;
  const { icon: Icon, color } = LOOK[state];
  return (
    <Tooltip label={STATE_MEANING[state]}>
      <Badge color={color} leftSection={<Icon size={11} stroke={2} aria-hidden />}>
        {STATE_LABEL[state]}
      </Badge>
    </Tooltip>
  );
}
