// The list behind the bell: newest first, loads more at its end, navigated by the arrow keys.
import { Button, Skeleton } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { IconBellOff, IconChecks } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect } from 'react';
import type { NotificationRow } from '../../protocol/notifications';
import { Delayed } from '../../ui/Delayed';
import { EmptyState } from '../../ui/States';
import { Failure } from '../queries/Failure';
import { notificationsQuery, unreadOf, useMarkRead } from '../queries/notifications';
import { QueryError } from '../queries/QueryError';
import { usePages } from '../queries/use-pages';
import { NotificationLine } from './NotificationLine';
import classes from './Notifications.module.css';

interface Props {
  /** The id of the heading. */
  titleId: string;
  /** Returns `true` if the notification was shown on this page. */
  onFollow: (row: NotificationRow) => boolean;
}

const STEP: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Moves the focus between the lines on arrow keys, Home and End. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const lines = [...event.currentTarget.querySelectorAll<HTMLElement>('a')];
  const at = lines.indexOf(document.activeElement as HTMLElement);
  const step = STEP[event.key];
  const next = event.key === 'Home' ? 0 : event.key === 'End' ? lines.length - 1 : step === undefined ? -1 : at + step;
  if (lines[next] === undefined) return;
  event.preventDefault();
  lines[next].focus();
}

export function NotificationList({ titleId, onFollow }: Props) {
  const list = useInfiniteQuery(notificationsQuery);
  const markRead = useMarkRead();
  const { ref: end, entry } = useIntersection();
  const atEnd = entry?.isIntersecting === true;
  const { rows, more } = usePages(list);
  const { onNearEnd } = more;
  useEffect(() => {
    if (atEnd) onNearEnd();
  }, [atEnd, onNearEnd]);

  const unread = list.data ? unreadOf(list.data) : 0;
  return (
    <>
      <header className={classes.head}>
        <h2 id={titleId} className={classes.title}>
          Notifications
        </h2>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<IconChecks size={14} />}
          // Not natively disabled: it keeps the focus when nothing is left to mark, so that Esc still reaches the list.
          data-disabled={unread === 0 || undefined}
          aria-disabled={unread === 0}
          onClick={() => unread > 0 && markRead.mutate({})}
        >
          Mark all as read
        </Button>
      </header>
      <Failure error={markRead.error} what="The notifications" />
      <div className={classes.scroller}>
        {list.isPending && (
          <Delayed>
            <div className={classes.skeleton}>
              {[70, 55, 80, 60].map((width) => (
                <Skeleton key={width} height={12} width={`${width}%`} />
              ))}
            </div>
          </Delayed>
        )}
        {list.isError && !list.data && (
          <QueryError error={list.error} what="The notifications" onRetry={() => void list.refetch()} />
        )}
        {list.data && rows.length === 0 && (
          <EmptyState icon={<IconBellOff size={26} stroke={1.6} />} title="No notifications">
            You are notified when an item is sent back to you, when someone mentions you or replies to you, and when an
            item you are editing is unlocked.
          </EmptyState>
        )}
        {rows.length > 0 && (
          // biome-ignore lint/a11y/noStaticElementInteractions: the keys move between the links inside
          <div onKeyDown={moveFocus}>
            <ul className={classes.list}>
              {rows.map((row, index) => (
                <li key={row.id}>
                  <NotificationLine
                    row={row}
                    first={index === 0}
                    onRead={() => !row.read && markRead.mutate({ ids: [row.id] })}
                    onFollow={() => {
                      if (!row.read) markRead.mutate({ ids: [row.id] });
                      return onFollow(row);
                    }}
                  />
                </li>
              ))}
            </ul>
          </div>
        )}
        {list.hasNextPage && (
          <div ref={end} className={classes.more}>
            <Button variant="subtle" color="gray" loading={more.loading} onClick={more.onMore}>
              {more.failed ? 'Could not load more. Try again' : 'Show older notifications'}
            </Button>
          </div>
        )}
      </div>
    </>
  );
}
