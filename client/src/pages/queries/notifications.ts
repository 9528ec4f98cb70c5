// The user's notifications: the list by pages, the unread count, and the event stream that keeps both up to date.
import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '../../protocol/api';
import type { NotificationPage, NotificationRow, UnreadEvent } from '../../protocol/notifications';
import { followWhileVisible, parseEvent } from './event-stream';
import { refetchAfterEvent } from './refetch-after-event';
import { tasksQuery } from './tasks';

const PAGE = 20;

export const notificationsQuery = infiniteQueryOptions({
  queryKey: ['notifications'],
  queryFn: ({ pageParam }) => api.notifications({ limit: PAGE, ...(pageParam === null ? {} : { after: pageParam }) }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
});

type Pages = InfiniteData<NotificationPage>;

/** Returns the number of unread notifications. Each page holds the count at the time of its request; the first is the
 * newest. */
export function unreadOf(data: Pages): number {
  return data.pages[0]?.unread ?? 0;
}

/** Returns the list with a new row at its head, or the same list if it already has the row. */
export function withRow(data: Pages, row: NotificationRow): Pages {
  const [first, ...rest] = data.pages;
  if (first === undefined || data.pages.some((page) => page.rows.some(({ id }) => id === row.id))) return data;
  return { ...data, pages: [{ ...first, rows: [row, ...first.rows], unread: first.unread + 1 }, ...rest] };
}

/** Returns the list with these rows marked as read, or all rows if `ids` is undefined. */
export function withRead(data: Pages, ids: readonly string[] | undefined): Pages {
  const marks = (row: NotificationRow) => !row.read && (ids === undefined || ids.includes(row.id));
  const marked = data.pages.flatMap((page) => page.rows).filter(marks).length;
  const unread = ids === undefined ? 0 : Math.max(0, unreadOf(data) - marked);
  return withUnread(
    {
      ...data,
      pages: data.pages.map((page) => ({
        ...page,
        rows: page.rows.map((row) => (marks(row) ? { ...row, read: true } : row)),
      })),
    },
    unread,
  );
}

function withUnread(data: Pages, unread: number): Pages {
  return { ...data, pages: data.pages.map((page, index) => (index === 0 ? { ...page, unread } : page)) };
}

function update(queries: QueryClient, how: (data: Pages) => Pages): void {
  queries.setQueryData(notificationsQuery.queryKey, (data) => data && how(data));
}

/** Adds a row at the head of the list. A request in flight can be older than the row and would remove it again, so the list
 * is then read again. */
export function addRow(queries: QueryClient, row: NotificationRow): void {
  const { queryKey } = notificationsQuery;
  const reading = queries.isFetching({ queryKey }) > 0;
  update(queries, (data) => withRow(data, row));
  if (reading) refetchAfterEvent(queries, { queryKey });
}

/** Follows new notifications while the page is open and calls `onNew` for each. */
export function useNotificationEvents(onNew: (row: NotificationRow) => void): void {
  const queries = useQueryClient();
  const onNewRef = useRef(onNew);
  useEffect(() => {
    onNewRef.current = onNew;
  });
  useEffect(() => {
    const again = () => refetchAfterEvent(queries, { queryKey: notificationsQuery.queryKey });
    return followWhileVisible({
      url: api.myEventsUrl,
      // Reads what arrived before the stream opened or while it was down.
      listeners: {
        ready: again,
        resync: again,
        notification: (event) => {
          const row = parseEvent<NotificationRow>(event);
          if (!row) return;
          addRow(queries, row);
          onNewRef.current(row);
          // The task cards count items that were sent back to me.
          refetchAfterEvent(queries, { queryKey: tasksQuery.queryKey });
        },
        read: (event) => {
          const payload = parseEvent<UnreadEvent>(event);
          if (!payload) return;
          update(queries, (data) => withUnread(data, payload.unread));
          again();
        },
      },
      onRefused: again,
    });
  }, [queries]);
}

export function useMarkRead() {
  const queries = useQueryClient();
  return useMutation({
    /** Marks all as read if `ids` is omitted. */
    mutationFn: ({ ids }: { ids?: readonly string[] }) => api.readNotifications(ids),
    onMutate: ({ ids }) => update(queries, (data) => withRead(data, ids)),
    onError: () => void queries.invalidateQueries({ queryKey: notificationsQuery.queryKey }),
  });
}
