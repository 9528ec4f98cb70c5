// Why nothing is worked on here although one might: opened to look (F14), the task stands still, somebody else's item.
import { Button } from '@mantine/core';
import { IconEye, IconPlayerPause, IconUserCheck } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Item, TaskState } from '../../protocol/types';
import { Banner } from './Banner';

interface Props {
  why: 'view_only' | 'paused' | 'assigned';
  state: TaskState;
  item: Item;
}

const STILL: Record<TaskState, { title: string; text: string }> = {
  draft: { title: 'This task is a draft.', text: 'Work begins once it is published.' },
  // The news of it is ahead of the task's own.
  open: { title: 'This task takes no work now.', text: 'Everything you made is saved. You can look.' },
  paused: {
    title: 'This task is paused.',
    text: 'Everything you made is saved. You can look, and go on here once its admins let it go on.',
  },
  closed: { title: 'This task is closed.', text: 'Everything you made is saved. You can look.' },
};

export function RestBanner({ why, state, item }: Props) {
  const navigate = useNavigate({ from: '/tasks/$taskId/items/$itemId' });
  switch (why) {
    case 'view_only': {
      const works = item.can.write || item.can.judge || item.can.finish !== null;
      return (
        <Banner
          tone="quiet"
          icon={<IconEye size={17} stroke={1.8} />}
          title="View in QA:"
          testId="banner-qa"
          actions={
            works && (
              <Button
                variant="default"
                onClick={() => void navigate({ search: ({ view: _, ...rest }) => rest, replace: true })}
              >
                Work on it
              </Button>
            )
          }
        >
          you can look and comment.
        </Banner>
      );
    }
    case 'paused':
      return (
        <Banner
          tone="warn"
          icon={<IconPlayerPause size={17} stroke={1.8} />}
          title={STILL[state].title}
          testId="banner-paused"
        >
          {STILL[state].text}
        </Banner>
      );
    case 'assigned':
      return (
        <Banner
          tone="quiet"
          icon={<IconUserCheck size={17} stroke={1.8} />}
          title={`Assigned to ${item.assignee?.name ?? 'somebody else'}.`}
          testId="banner-assigned"
        >
          In this task only they work on it. You can look and comment.
        </Banner>
      );
  }
}
