// Asks before the user leaves a page with unsaved changes. For a reload or a closed tab, the browser asks in its own words.
import { Button, Group, Modal } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import page from '../Page.module.css';

interface Props {
  when: boolean;
  title: string;
  children: ReactNode;
  /** The text of the button that leaves. */
  leave?: string;
  /** Returns whether going to a path counts as leaving. By default, every other path does. */
  leaves?: (pathname: string) => boolean;
  /** Whether to ask before a reload too. */
  reload?: boolean;
  onLeave?: () => void;
}

export function LeaveGuard({ when, title, children, leave = 'Leave', leaves, reload = true, onLeave }: Props) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      when && next.pathname !== '/sign-in' && (leaves?.(next.pathname) ?? current.pathname !== next.pathname),
    enableBeforeUnload: () => when && reload,
    withResolver: true,
  });
  return (
    <Modal opened={blocker.status === 'blocked'} onClose={() => blocker.reset?.()} title={title} size="sm">
      <div className={page.fields}>
        <p className={page.lead}>{children}</p>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" data-autofocus onClick={() => blocker.reset?.()}>
            Stay
          </Button>
          <Button
            color="red"
            onClick={() => {
              onLeave?.();
              blocker.proceed?.();
            }}
          >
            {leave}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
