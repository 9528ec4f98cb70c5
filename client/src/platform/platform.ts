/** The browser's globals behind one interface: time, randomness, network. Everything below `ui` takes them from here. */

export interface SocketEvents {
  readonly open: () => void;
  readonly text: (text: string) => void;
  readonly binary: (bytes: Uint8Array) => void;
  /** Called once, as the last event; not called after {@link Socket.drop}. */
  readonly closed: (code: number, reason: string) => void;
}

export interface Socket {
  readonly send: (data: string | Uint8Array) => void;
  /** Closes the socket. No event follows, however long the closing takes. */
  readonly drop: () => void;
}

export interface Platform {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Returns a number of at least 0 and below 1. */
  readonly random: () => number;
  /** Returns an id that is hard to guess, of characters in `[a-z0-9]`. */
  readonly newId: () => string;
  readonly setTimer: (ms: number, run: () => void) => Timer;
  readonly openSocket: (path: string, protocol: string, events: SocketEvents) => Socket;
  /** Calls `changed` when the network connects or disconnects; returns a function that stops it. */
  readonly onNetwork: (changed: (online: boolean) => void) => () => void;
  /** Asks `mustWarn`, when the page is about to be left, whether to warn the user; returns a function that stops it. */
  readonly onBeforeUnload: (mustWarn: () => boolean) => () => void;
}

export interface Timer {
  readonly cancel: () => void;
}
