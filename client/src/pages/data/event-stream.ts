// A stream of server-sent events that lasts while somebody looks, and comes back by itself.
const TRY_AGAIN_MS = 15_000;

export function parseEvent<T>(event: MessageEvent<string>): T | null {
  try {
    return JSON.parse(event.data) as T;
  } catch {
    return null;
  }
}

interface Follow {
  readonly url: string;
  /** By the event's name. */
  readonly on: Readonly<Record<string, (event: MessageEvent<string>) => void>>;
  /** The server refused it: the sign-in may have ended. */
  readonly onRefused?: () => void;
}

/** Follows until the returned function is called. Nobody looks at a hidden tab, and browsers open only a few connections
 * to one server for all tabs together: a stream in each of them would leave none for anything else. */
export function followWhileVisible({ url, on, onRefused }: Follow): () => void {
  let source: EventSource | null = null;
  let retry: number | undefined;
  const close = () => {
    window.clearTimeout(retry);
    source?.close();
    source = null;
  };
  const open = () => {
    close();
    if (document.hidden) return;
    source = new EventSource(url);
    for (const [name, listener] of Object.entries(on)) source.addEventListener(name, listener);
    source.addEventListener('error', () => {
      // A connection that was lost comes back by itself; an answer that is no stream ends it.
      if (source?.readyState !== EventSource.CLOSED) return;
      onRefused?.();
      retry = window.setTimeout(open, TRY_AGAIN_MS);
    });
  };
  document.addEventListener('visibilitychange', open);
  open();
  return () => {
    document.removeEventListener('visibilitychange', open);
    close();
  };
}
