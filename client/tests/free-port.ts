/** Finds a free port for a server under test. */

import { createServer } from 'node:net';

/** Below the range of outgoing connections: one of those could take the port before the server starts. */
const PORTS = { first: 15_000, count: 15_000 };

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((done) => {
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}

export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
    if (await isFree(port)) return port;
  }
}
