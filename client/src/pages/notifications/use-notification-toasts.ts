// Shows new notifications as toasts: one each, or one for a burst.
import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import type { NotificationRow } from '../../protocol/notifications';
import { sentenceOf } from './notification-text';

/** Notifications that arrive within this time of each other are shown together. */
const DEBOUNCE_MS = 300;
const MAX_SINGLE = 2;

export function useNotificationToasts(onOpen: () => void): (row: NotificationRow) => void {
  const open = useRef(onOpen);
  useEffect(() => {
    open.current = onOpen;
  });
  const waiting = useRef<NotificationRow[]>([]);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const show = (id: string, title: string, message: string) =>
    notifications.show({
      id,
      // Not an alert: it waits until the screen reader has finished speaking.
      role: 'status',
      closeButtonProps: { 'aria-label': 'Close' },
      title,
      message,
      style: { cursor: 'pointer' },
      onClick: () => {
        notifications.hide(id);
        open.current();
      },
    });

  const showToasts = () => {
    const rows = waiting.current;
    waiting.current = [];
    if (rows.length > MAX_SINGLE) {
      show('news', `${rows.length} new notifications`, 'Open Notifications to read them.');
      return;
    }
    for (const row of rows) show(row.id, sentenceOf(row), row.excerpt || row.task_name);
  };

  return (row) => {
    waiting.current.push(row);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(showToasts, DEBOUNCE_MS);
  };
}
