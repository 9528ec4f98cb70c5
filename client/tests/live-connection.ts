/** The live connection of one page, controlled by the test: it can be cut while the page itself still loads, or withhold
 * messages from the page. */

import type { Page, WebSocketRoute } from '@playwright/test';

export class LiveConnection {
  #open: WebSocketRoute[] = [];
  #down = false;
  #withheld: ReadonlySet<string> = new Set();

  /** Must be called before the page opens an item. */
  static async of(page: Page): Promise<LiveConnection> {
    const wire = new LiveConnection();
    await page.routeWebSocket(/\/api\/v1\/live\//, (socket) => wire.#route(socket));
    return wire;
  }

  #route(socket: WebSocketRoute): void {
    if (this.#down) {
      void socket.close({ code: 1013 });
      return;
    }
    const server = socket.connectToServer();
    this.#open.push(socket);
    server.onMessage((message) => {
      const type = typeof message === 'string' ? (JSON.parse(message) as { type: string }).type : null;
      if (type === null || !this.#withheld.has(type)) socket.send(message);
      // The server accepts nothing more after it; the page sees everything on its next connection.
      if (type === 'refused') this.#withheld = new Set();
    });
  }

  async cut(): Promise<void> {
    this.#down = true;
    const open = this.#open;
    this.#open = [];
    await Promise.all(open.map((socket) => socket.close({ code: 1013 })));
  }

  restore(): void {
    this.#down = false;
  }

  /** Withholds these types of message from the page until a refusal, as if they were still in flight. */
  withhold(...types: readonly string[]): void {
    this.#withheld = new Set(types);
  }
}
