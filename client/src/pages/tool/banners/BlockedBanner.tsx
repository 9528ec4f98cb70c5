// Why the item cannot be worked on although the role allows it: opened in QA (F14), the task is stopped, or it is assigned to
// someone else.
import { Button } from '@mantine/core';
import { IconEye, IconPlayerPause, IconUserCheck } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Item, TaskState } from '../../../protocol/types';
import { Banner } from './Banner';

interface Props {
  why: 'view_only' | 'paused' | 'assigned';
  state: TaskState;
  item: Item;
}

const STOPPED: Record<TaskState, { title: string; text: string }> = {
  draft: { title: 'This task is a draft.', text: 'Work can start once it is published.' },
  // The connection can report that work is blocked before the task's new state has been fetched.
  open: { title: 'This task is not accepting work.', text: 'All your edits are saved. You can still view the item.' },
  paused: {
    title: 'This task is paused.',
    text: 'All your edits are saved. You can view the item and comment. Editing continues once an admin resumes the task.',
  },
  closed: { title: 'This task is closed.', text: 'All your edits are saved. You can still view the item.' },
};

export function BlockedBanner({ why, state, item }: Props) {
  const navigate = useNavigate({ from: '/tasks/$taskId/items/$itemId' });
  switch (why) {
    case 'view_only': {
      const works = item.can.write || item.can.judge || item.can.finish !== null;
      return (
        <Banner
          tone="quiet"
          icon={<IconEye size={17} stroke={1.8} />}
          title="Viewing in QA."
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
          You can comment, but not edit or judge.
        </Banner>
      );
    }
    case 'paused':
      return (
        <Banner
          tone="warn"
          icon={<IconPlayerPause size={17} stroke={1.8} />}
          title={STOPPED[state].title}
          testId="banner-paused"
        >
          {STOPPED[state].text}
        </Banner>
      );
    case 'assigned':
      return (
        <Banner
          tone="quiet"
          icon={<IconUserCheck size={17} stroke={1.8} />}
          title={`Assigned to ${item.assignee?.name ?? 'someone else'}.`}
          testId="banner-assigned"
        >
          In this task, only they can work on it. You can view and comment.
        </Banner>
      );
  }
}
