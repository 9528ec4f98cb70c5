/** The id of this tab: it survives a reload and is never shared, not even with a duplicated tab. */

import { browser } from './browser';

const KEY = 'countersign.tab';
const lockName = (tab: string) => `countersign-tab-${tab}`;
const CHANNEL = 'countersign-tabs';

export interface Tabs {
  readonly id: string;
  /** Whether a tab with that id is currently open in this browser. */
  readonly isOpen: (tab: string) => Promise<boolean>;
}

const pause = (ms: number) => new Promise<void>((done) => browser.setTimer(ms, done));

/** Holds the tab's lock until the page is closed; resolves to `false` if another page holds it. */
function acquireTabLock(tab: string): Promise<boolean> {
  return new Promise((done, failed) => {
    navigator.locks
      .request(lockName(tab), { ifAvailable: true }, (lock) => {
        done(lock !== null);
        return lock === null ? undefined : new Promise<void>(() => {});
      })
      .catch(failed);
  });
}

async function claimByLocks(stored: string | null): Promise<Tabs> {
  let id = stored;
  // After a reload, the old page can release its lock a moment late; the original of a duplicated tab never does.
  for (let attempt = 0; id !== null && !(await acquireTabLock(id)); attempt++) {
    if (attempt >= 5) id = null;
    else await pause(60);
  }
  if (id === null) {
    id = browser.newId();
    await acquireTabLock(id);
  }
  return {
    id,
    isOpen: async (tab) => {
      const { held } = await navigator.locks.query();
      return held?.some((lock) => lock.name === lockName(tab)) ?? false;
    },
  };
}

/** The fallback where locks are missing (plain HTTP from another machine): tabs answer each other. */
async function claimByChannel(stored: string | null): Promise<Tabs> {
  const channel = new BroadcastChannel(CHANNEL);
  let id: string | null = null;
  const asking = new Map<string, () => void>();
  channel.onmessage = ({ data }: MessageEvent<{ ask?: string; here?: string }>) => {
    if (data.ask !== undefined && data.ask === id) channel.postMessage({ here: id });
    if (data.here !== undefined) asking.get(data.here)?.();
  };
  const isOpen = async (tab: string): Promise<boolean> => {
    let answered = false;
    asking.set(tab, () => {
      answered = true;
    });
    channel.postMessage({ ask: tab });
    await pause(200);
    asking.delete(tab);
    return answered;
  };
  id = stored !== null && !(await isOpen(stored)) ? stored : browser.newId();
  return { id, isOpen };
}

async function claim(): Promise<Tabs> {
  const stored = sessionStorage.getItem(KEY);
  const tabs = 'locks' in navigator ? await claimByLocks(stored) : await claimByChannel(stored);
  sessionStorage.setItem(KEY, tabs.id);
  return tabs;
}

let claimed: Promise<Tabs> | undefined;

/** Returns the tab's id, claimed once per page. */
export function thisTab(): Promise<Tabs> {
  claimed ??= claim();
  return claimed;
}
