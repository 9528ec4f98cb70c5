/** A {@link Platform} whose time, network and sockets a test controls. */

import type { Platform, Socket, SocketEvents, Timer } from '../platform/platform';

export class FakeSocket implements Socket {
  readonly sent: (string | Uint8Array)[] = [];
  dropped = false;
  readonly path: string;
  readonly events: SocketEvents;

  constructor(path: string, events: SocketEvents) {
    this.path = path;
    this.events = events;
  }

  send = (data: string | Uint8Array): void => {
    if (!this.dropped) this.sent.push(data);
  };

  drop = (): void => {
    this.dropped = true;
  };

  close(code: number): void {
    if (this.dropped) return;
    this.dropped = true;
    this.events.closed(code, '');
  }
}

interface PendingTimer {
  readonly at: number;
  readonly run: () => void;
}

export class FakePlatform implements Platform {
  readonly sockets: FakeSocket[] = [];
  #now = 1_000_000;
  #ids = 0;
  #timers = new Set<PendingTimer>();
  #network = new Set<(online: boolean) => void>();
  #leaving = new Set<() => boolean>();

  now = (): number => this.#now;
  random = (): number => 0.5;
  newId = (): string => `id${++this.#ids}`;

  setTimer = (ms: number, run: () => void): Timer => {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return { cancel: () => this.#timers.delete(timer) };
  };

  openSocket = (path: string, _protocol: string, events: SocketEvents): Socket => {
    const socket = new FakeSocket(path, events);
    this.sockets.push(socket);
    return socket;
  };

  onNetwork = (changed: (online: boolean) => void): (() => void) => {
    this.#network.add(changed);
    return () => this.#network.delete(changed);
  };

  onBeforeUnload = (mustWarn: () => boolean): (() => void) => {
    this.#leaving.add(mustWarn);
    return () => this.#leaving.delete(mustWarn);
  };

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  }

  get warnsOnLeaving(): boolean {
    return [...this.#leaving].some((mustWarn) => mustWarn());
  }

  /** The number of timers that have not run yet. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Advances time and runs the timers that become due, in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }

  network(online: boolean): void {
    for (const changed of this.#network) changed(online);
  }
}

/** Lets settled promises run their continuations, several levels deep. */
export async function flushPromises(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
