// A stream of server-sent events that is open while the page is visible and reconnects automatically.
const RETRY_MS = 15_000;

export function parseEvent<T>(event: MessageEvent<string>): T | null {
  try {
    return JSON.parse(event.data) as T;
  } catch {
    return null;
  }
}

interface StreamOptions {
  readonly url: string;
  /** The listeners by event name. */
  readonly listeners: Readonly<Record<string, (event: MessageEvent<string>) => void>>;
  /** Called when the server refuses the stream: the session may have ended. */
  readonly onRefused?: () => void;
}

/** Follows the stream until the returned function is called. The stream is closed while the tab is hidden: browsers open only
 * a few connections to one server for all tabs together, and a stream in each tab would use them up. */
export function followWhileVisible({ url, listeners, onRefused }: StreamOptions): () => void {
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
    for (const [name, listener] of Object.entries(listeners)) source.addEventListener(name, listener);
    source.addEventListener('error', () => {
      // The browser reconnects after a lost connection, but not after a response that is not an event stream.
      if (source?.readyState !== EventSource.CLOSED) return;
      onRefused?.();
      retry = window.setTimeout(open, RETRY_MS);
    });
  };
  document.addEventListener('visibilitychange', open);
  open();
  return () => {
    document.removeEventListener('visibilitychange', open);
    close();
  };
}
