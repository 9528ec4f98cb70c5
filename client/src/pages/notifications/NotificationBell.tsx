// The bell in the header (F71): the live unread count, the list behind it, and a quiet toast for each new notification.
import { ActionIcon, Popover, Tooltip } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { NotificationRow } from '../../protocol/notifications';
import { CountMark } from '../../ui/CountMark';
import { notificationsQuery, unreadOf, useNotificationEvents } from '../queries/notifications';
import { NotificationList } from './NotificationList';
import classes from './Notifications.module.css';
import { useNotificationToasts } from './use-notification-toasts';

interface Props {
  opened: boolean;
  onChange: (opened: boolean) => void;
  /** Shows the notification on this page and returns `true`, or returns `false` so that its own page is opened. */
  onShowHere?: (row: NotificationRow) => boolean;
}

export function NotificationBell({ opened, onChange, onShowHere }: Props) {
  const title = useId();
  const { data } = useInfiniteQuery(notificationsQuery);
  const showToast = useNotificationToasts(() => onChange(true));
  useNotificationEvents((row) => {
    if (!opened) showToast(row);
  });
  const unread = data ? unreadOf(data) : 0;
  const follow = (row: NotificationRow) => {
    onChange(false);
    return onShowHere?.(row) ?? false;
  };
  return (
    <>
      <Popover
        opened={opened}
        onChange={onChange}
        position="bottom-end"
        width={380}
        trapFocus
        returnFocus
        withinPortal
        classNames={{ dropdown: classes.panel }}
      >
        <Tooltip label="Notifications" disabled={opened}>
          <CountMark count={unread}>
            <Popover.Target>
              <ActionIcon
                aria-label={unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`}
                onClick={() => onChange(!opened)}
              >
                <IconBell size={18} stroke={1.7} />
              </ActionIcon>
            </Popover.Target>
          </CountMark>
        </Tooltip>
        <Popover.Dropdown aria-labelledby={title}>
          <NotificationList titleId={title} onFollow={follow} />
        </Popover.Dropdown>
      </Popover>
      <span className="visually-hidden" role="status">
        {unread === 0 ? '' : unread === 1 ? '1 unread notification' : `${unread} unread notifications`}
      </span>
    </>
  );
}
