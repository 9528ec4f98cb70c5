/** The real {@link Platform} of a browser tab. */

import type { Platform, Socket, SocketEvents } from './platform';

const ID_ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

let lastIdAt = 0;

/** Returns an id that sorts after earlier ones and after those of an import: the newest label is the last of its class in
 * the list, and on top. */
function newId(): string {
  lastIdAt = Math.max(Date.now(), lastIdAt + 1);
  // Not randomUUID: it is missing on a page served over plain HTTP from another machine.
  const bytes = crypto.getRandomValues(new Uint8Array(15));
  const random = Array.from(bytes, (byte) => ID_ALPHABET[byte % ID_ALPHABET.length]).join('');
  return `z${lastIdAt.toString(36).padStart(9, '0')}${random}`;
}

function openSocket(path: string, protocol: string, events: SocketEvents): Socket {
  const url = new URL(path, window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url, protocol);
  socket.binaryType = 'arraybuffer';
  let dropped = false;
  socket.onopen = () => !dropped && events.open();
  socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
    if (dropped) return;
    if (typeof event.data === 'string') events.text(event.data);
    else events.binary(new Uint8Array(event.data));
  };
  socket.onclose = (event) => {
    if (dropped) return;
    dropped = true;
    events.closed(event.code, event.reason);
  };
  return {
    send: (data) => {
      if (socket.readyState !== WebSocket.OPEN) return;
      socket.send(typeof data === 'string' ? data : new Uint8Array(data));
    },
    drop: () => {
      dropped = true;
      socket.close(1000);
    },
  };
}

export const browser: Platform = {
  now: () => Date.now(),
  random: () => Math.random(),
  newId,
  setTimer: (ms, run) => {
    const timer = window.setTimeout(run, ms);
    return { cancel: () => window.clearTimeout(timer) };
  },
  openSocket,
  onNetwork: (changed) => {
    const online = () => changed(true);
    const offline = () => changed(false);
    window.addEventListener('online', online);
    window.addEventListener('offline', offline);
    return () => {
      window.removeEventListener('online', online);
      window.removeEventListener('offline', offline);
    };
  },
  onBeforeUnload: (mustWarn) => {
    const leaving = (event: BeforeUnloadEvent) => {
      if (mustWarn()) event.preventDefault();
    };
    window.addEventListener('beforeunload', leaving);
    return () => window.removeEventListener('beforeunload', leaving);
  },
};
