/** The browser's globals behind one interface: time, chance, storage, network. Everything below `ui` takes them from here. */

export interface SocketEvents {
  readonly open: () => void;
  readonly text: (text: string) => void;
  readonly binary: (bytes: Uint8Array) => void;
  /** Once, after which nothing more comes; not called after {@link Socket.drop}. */
  readonly closed: (code: number, reason: string) => void;
}

export interface Socket {
  readonly send: (data: string | Uint8Array) => void;
  /** Closes and forgets: no event comes afterwards, however long the closing takes. */
  readonly drop: () => void;
}

export interface Platform {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** At least 0, below 1. */
  readonly random: () => number;
  /** `[a-z0-9]`, 20 characters, hard to guess. */
  readonly newId: () => string;
  readonly setTimer: (ms: number, run: () => void) => Timer;
  readonly openSocket: (path: string, protocol: string, events: SocketEvents) => Socket;
  /** Calls back when the network comes or goes. */
  readonly onNetwork: (changed: (online: boolean) => void) => () => void;
  /** Asks, when the page is about to go, whether to warn the person. */
  readonly onLeaving: (mustWarn: () => boolean) => () => void;
}

export interface Timer {
  readonly cancel: () => void;
}
