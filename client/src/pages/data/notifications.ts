// What the person was told: the list by pages, what of it is unread, and the stream that keeps both fresh.
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
import { readAgain } from './read-again';
import { tasksQuery } from './tasks';

const PAGE = 20;

export const notificationsQuery = infiniteQueryOptions({
  queryKey: ['notifications'],
  queryFn: ({ pageParam }) => api.notifications({ limit: PAGE, ...(pageParam === null ? {} : { after: pageParam }) }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
});

type Pages = InfiniteData<NotificationPage>;

/** How many are unread, of all pages: each says what was true when it came, the newest first. */
export function unreadOf(data: Pages): number {
  return data.pages[0]?.unread ?? 0;
}

/** The list with a new row at its head; the same list when it has it already. */
export function withRow(data: Pages, row: NotificationRow): Pages {
  const [first, ...rest] = data.pages;
  if (first === undefined || data.pages.some((page) => page.rows.some(({ id }) => id === row.id))) return data;
  return { ...data, pages: [{ ...first, rows: [row, ...first.rows], unread: first.unread + 1 }, ...rest] };
}

/** The list with these read, or all. */
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

function change(queries: QueryClient, how: (data: Pages) => Pages): void {
  queries.setQueryData(notificationsQuery.queryKey, (data) => data && how(data));
}

/** A new row at the head of the list. What is being read just now may be from before it, and would take it away again. */
export function addRow(queries: QueryClient, row: NotificationRow): void {
  const { queryKey } = notificationsQuery;
  const reading = queries.isFetching({ queryKey }) > 0;
  change(queries, (data) => withRow(data, row));
  if (reading) readAgain(queries, { queryKey });
}

/** Follows what is new while the page is open; `onNew` is called for each. */
export function useNotificationEvents(onNew: (row: NotificationRow) => void): void {
  const queries = useQueryClient();
  const told = useRef(onNew);
  useEffect(() => {
    told.current = onNew;
  });
  useEffect(() => {
    const again = () => readAgain(queries, { queryKey: notificationsQuery.queryKey });
    return followWhileVisible({
      url: api.myEventsUrl,
      // What came before the stream began, or between two, is read.
      on: {
        ready: again,
        resync: again,
        notification: (event) => {
          const row = parseEvent<NotificationRow>(event);
          if (!row) return;
          addRow(queries, row);
          told.current(row);
          // What comes back to me is counted on my tasks' cards.
          readAgain(queries, { queryKey: tasksQuery.queryKey });
        },
        read: (event) => {
          const news = parseEvent<UnreadEvent>(event);
          if (!news) return;
          change(queries, (data) => withUnread(data, news.unread));
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
    /** Without ids: all. */
    mutationFn: ({ ids }: { ids?: readonly string[] }) => api.readNotifications(ids),
    onMutate: ({ ids }) => change(queries, (data) => withRead(data, ids)),
    onError: () => void queries.invalidateQueries({ queryKey: notificationsQuery.queryKey }),
  });
}
