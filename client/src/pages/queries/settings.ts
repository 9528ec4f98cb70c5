// The user's settings (F69): loaded with the user, saved on change, and the same in all of their browsers.
import { notifications } from '@mantine/notifications';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { slice } from '../../editor/store';
import { api } from '../../protocol/api';
import { describeError, isApiError } from './errors';
import { meQuery } from './session';

type Stored = Readonly<Record<string, unknown>>;

/** Changes that the server does not have yet, and the user they belong to. */
interface Unsaved {
  readonly user: string;
  readonly changes: Stored;
}

/** Delays saving, so that dragging a slider saves once. */
const SAVE_AFTER_MS = 400;
const RETRY_MS = 10_000;
const TOAST = 'settings';

const unsaved = slice<Unsaved>({ user: '', changes: {} });
let timer: number | undefined;
let saving = false;

function isEmpty(changes: Stored): boolean {
  return Object.keys(changes).length === 0;
}

function saveLater(queries: QueryClient, ms: number): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void save(queries), ms);
}

async function save(queries: QueryClient): Promise<void> {
  window.clearTimeout(timer);
  // A hidden page can close at any time, so it does not wait for an earlier save.
  if (isEmpty(unsaved.get().changes) || (saving && !document.hidden)) return;
  saving = true;
  try {
    // Another browser may have changed something else since. A hidden page has no time to check.
    const known = queries.getQueryData(meQuery.queryKey);
    const me = document.hidden && known ? known : await queries.fetchQuery({ ...meQuery, staleTime: 0 });
    // Read after the request: the user may have changed more, or the hidden page may have saved everything.
    const { user, changes } = unsaved.get();
    if (isEmpty(changes)) return;
    if (me.id !== user) {
      unsaved.set({ user: me.id, changes: {} });
      return;
    }
    const settings = { ...me.settings, ...changes };
    await api.saveSettings(settings);
    queries.setQueryData(meQuery.queryKey, (now) => now && { ...now, settings });
    unsaved.update((now) => ({
      user: now.user,
      changes: Object.fromEntries(Object.entries(now.changes).filter(([key, value]) => changes[key] !== value)),
    }));
    notifications.hide(TOAST);
    if (!isEmpty(unsaved.get().changes)) saveLater(queries, SAVE_AFTER_MS);
  } catch (error) {
    notifyFailure(error);
    // Retries if that can help. After other errors, the next change saves again.
    if (isApiError(error, 'offline') || isApiError(error, 'unavailable')) saveLater(queries, RETRY_MS);
  } finally {
    saving = false;
  }
}

function notifyFailure(error: unknown): void {
  // The sign-in page explains this.
  if (isApiError(error, 'unauthenticated')) return;
  const { detail } = describeError(error, 'Your settings');
  notifications.hide(TOAST);
  notifications.show({
    id: TOAST,
    color: 'red',
    autoClose: false,
    title: 'Your settings are not saved yet',
    message: `They apply in this tab only. ${detail}`,
  });
}

/** Returns one setting, parsed by `read`, and a function that changes it: at once in this page, saved shortly after. `read`
 * must be the same function on every render. */
export function useSetting<T>(key: string, read: (stored: unknown) => T): readonly [T, (value: T) => void] {
  const queries = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const pending = useSyncExternalStore(unsaved.subscribe, unsaved.get);
  const mine = pending.user === me?.id && Object.hasOwn(pending.changes, key);
  const stored = mine ? pending.changes[key] : me?.settings[key];
  const value = useMemo(() => read(stored), [read, stored]);
  const change = useCallback(
    (next: T) => {
      const user = queries.getQueryData(meQuery.queryKey)?.id;
      if (user === undefined) return;
      unsaved.update((now) => ({ user, changes: { ...(now.user === user ? now.changes : {}), [key]: next } }));
      saveLater(queries, SAVE_AFTER_MS);
    },
    [queries, key],
  );
  return [value, change];
}

/** Saves when the page is hidden and reads changes from other browsers when the user returns. Returns a function that stops
 * both. */
export function syncSettings(queries: QueryClient): () => void {
  const onVisibility = () => {
    if (document.hidden) void save(queries);
    else void queries.invalidateQueries({ queryKey: meQuery.queryKey });
  };
  document.addEventListener('visibilitychange', onVisibility);
  return () => document.removeEventListener('visibilitychange', onVisibility);
}
