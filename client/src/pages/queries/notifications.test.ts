import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { NotificationPage, NotificationRow } from '../../protocol/notifications';
import { sentenceOf } from '../notifications/notification-text';
import { addRow, notificationsQuery, unreadOf, withRead, withRow } from './notifications';

function row(id: string, more: Partial<NotificationRow> = {}): NotificationRow {
  return {
    id,
    kind: 'mentioned',
    task_id: 't',
    task_name: 'Task',
    item_id: 'i',
    file_name: 'p1.png',
    issue_id: null,
    actor: { id: 'b', name: 'Ben', color: '#112233' },
    excerpt: '',
    created_at: '2026-01-01T00:00:00Z',
    read: false,
    ...more,
  };
}

const list = {
  pageParams: [null, 'c'],
  pages: [
    { rows: [row('d'), row('c', { read: true })], next: 'c', unread: 2 },
    { rows: [row('b')], next: null, unread: 2 },
  ],
};
const ids = (data: typeof list | ReturnType<typeof withRow>) =>
  data.pages.flatMap(({ rows }) => rows.map(({ id }) => id));
const unread = (data: ReturnType<typeof withRow>) =>
  data.pages.flatMap(({ rows }) => rows.filter(({ read }) => !read).map(({ id }) => id));

describe('F71 the list of notifications', () => {
  it('has a new row at its head, once', () => {
    const more = withRow(list, row('e'));
    expect(ids(more)).toEqual(['e', 'd', 'c', 'b']);
    expect(unreadOf(more)).toBe(3);
    // The page may have been read after the event was sent.
    expect(withRow(more, row('b'))).toBe(more);
  });

  it('counts a row that is marked as read once, on any page', () => {
    const read = withRead(list, ['b', 'c', 'unknown']);
    expect(unread(read)).toEqual(['d']);
    expect(unreadOf(read)).toBe(1);
    expect(unreadOf(withRead(read, ['b']))).toBe(1);
  });

  it('marks all rows as read, including those on pages that were not fetched', () => {
    const pages = [{ ...list.pages[0]!, unread: 70 }];
    const read = withRead({ pageParams: [null], pages }, undefined);
    expect(unread(read)).toEqual([]);
    expect(unreadOf(read)).toBe(0);
  });

  it('describes each row in a sentence, with and without an actor', () => {
    expect(sentenceOf(row('a', { kind: 'rejected' }))).toBe('Ben sent p1.png back to you');
    expect(sentenceOf(row('a', { kind: 'rejected', actor: null }))).toBe('p1.png came back to you');
    expect(sentenceOf(row('a', { kind: 'unlocked' }))).toBe('Ben unlocked p1.png while you were editing it');
    expect(sentenceOf(row('a', { kind: 'resolved', actor: null }))).toBe('Your issue was resolved on p1.png');
  });

  it('keeps a row that arrives while the list is being read again', async () => {
    const queries = new QueryClient();
    const answers: ((page: NotificationPage) => void)[] = [];
    const answer = (...rows: NotificationRow[]) => answers.shift()?.({ rows, next: null, unread: rows.length });
    const queryFn = () => new Promise<NotificationPage>((done) => answers.push(done));
    const observer = new InfiniteQueryObserver(queries, { ...notificationsQuery, queryFn });
    const stop = observer.subscribe(() => undefined);
    answer();
    await expect.poll(() => observer.getCurrentResult().data?.pages).toHaveLength(1);
    void queries.invalidateQueries({ queryKey: notificationsQuery.queryKey });
    await expect.poll(() => answers).toHaveLength(1);
    addRow(queries, row('e'));
    // A response from before the row.
    answer();
    await expect.poll(() => answers).toHaveLength(1);
    answer(row('e'));
    await expect.poll(() => observer.getCurrentResult().isFetching).toBe(false);
    expect(observer.getCurrentResult().data?.pages[0]?.rows.map(({ id }) => id)).toEqual(['e']);
    stop();
    queries.clear();
  });
});
