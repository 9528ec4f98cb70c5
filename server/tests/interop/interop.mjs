// Performs one action on one item with the unmodified y-websocket provider, and prints the outcome as a line of JSON.
// node interop.mjs BASE_URL ITEM_ID {token|ticket} SECRET {read|write|hold|foreign-root}
import { WebsocketProvider } from 'y-websocket';
import WebSocket from 'ws';
import * as Y from 'yjs';

const [base, item, credential, secret, action] = process.argv.slice(2);

class BearerWebSocket extends WebSocket {
  constructor(url, protocols) {
    super(url, protocols, credential === 'token' ? { headers: { authorization: `Bearer ${secret}` } } : {});
  }
}

const doc = new Y.Doc();
const provider = new WebsocketProvider(base, item, doc, {
  WebSocketPolyfill: BearerWebSocket,
  disableBc: true,
  params: credential === 'ticket' ? { ticket: secret } : {},
});

const result = { synced: false, closed: null, labels: {}, people: [] };
const finish = () => {
  result.labels = doc.getMap('labels').toJSON();
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exit(0);
};
setTimeout(() => {
  process.stderr.write('no outcome within 15 s\n');
  process.exit(1);
}, 15_000);

provider.on('connection-close', (event) => {
  result.closed = event?.code ?? null;
  finish();
});

const box = (x) => ({ geometry: { x, y: 20, w: 100, h: 50 }, outside: false });

const addLabel = (id) =>
  doc.transact(() => {
    const frames = new Y.Map();
    frames.set('0', box(10));
    const label = new Y.Map();
    for (const [key, value] of Object.entries({ class: 'thing', shape: 'box', z: 0, frames, attributes: new Y.Map() })) {
      label.set(key, value);
    }
    doc.getMap('labels').set(id, label);
  });

const moved = (id) => doc.getMap('labels').get(id)?.get('frames').get('0').geometry.x === 300;

provider.once('sync', () => {
  result.synced = true;
  if (action === 'read') finish();
  if (action === 'write' || action === 'hold') {
    // The provider's own awareness, which the server turns into presence.
    provider.awareness.setLocalStateField('cursor', { x: 1, y: 2 });
    addLabel('from-npm');
    doc.getMap('labels').get('from-npm').get('frames').set('0', box(200));
    process.stdout.write(`${JSON.stringify({ wrote: true })}\n`);
  }
  if (action === 'write') {
    // Done once another client has moved the label.
    doc.on('update', () => {
      if (moved('from-npm')) finish();
    });
  }
  if (action === 'foreign-root') doc.getMap('verdicts').set('from-npm', { verdict: 'accepted' });
});
