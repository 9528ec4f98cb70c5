// Writes server/src/live/gate/yjs.json: updates encoded by the real Yjs, for the tests of prescan and gate.
// Run from the repository root, after `npm ci` in client/: node scripts/gen-yjs-fixtures.mjs
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const Y = createRequire(new URL('../client/', import.meta.url))('yjs');

const scenarios = [];
const hex = (bytes) => Buffer.from(bytes).toString('hex');

/** Creates a replica that collects the updates it would send. */
function replica(clientID, options = {}) {
  const doc = new Y.Doc(options);
  doc.clientID = clientID;
  const sent = [];
  doc.on('update', (update, origin) => {
    if (origin !== 'remote') sent.push(update);
  });
  const labels = doc.getMap('labels');
  return {
    doc,
    labels,
    sent,
    take: () => sent.splice(0),
    receive: (updates) => updates.forEach((update) => Y.applyUpdate(doc, update, 'remote')),
    add(id, { shape = 'box', cls = 'car', geometry = box(1, 2), frames, attributes = {} } = {}) {
      doc.transact(() => {
        const label = new Y.Map();
        label.set('class', cls);
        label.set('shape', shape);
        label.set('z', 0);
        label.set('frames', new Y.Map(Object.entries(frames ?? { 0: { geometry, outside: false } })));
        label.set('attributes', new Y.Map(Object.entries(attributes)));
        labels.set(id, label);
      }, 'me');
    },
    move(id, x, y, frame = '0') {
      doc.transact(() => {
        labels.get(id).get('frames').set(frame, { geometry: box(x, y), outside: false });
      }, 'me');
    },
  };
}

const box = (x, y, w = 10.5, h = 20) => ({ x, y, w, h });

/** Adds a scenario. `updates` are in the order in which the server receives them; `labels` is the expected result. */
function scenario(name, replicaAtTheEnd, updates) {
  scenarios.push({ name, updates: updates.map(hex), labels: replicaAtTheEnd.labels.toJSON() });
}

{
  const a = replica(11);
  a.add('one', { attributes: { colour: 'red', doors: 4 } });
  a.add('two', { shape: 'polygon', cls: 'tree', geometry: { rings: [[0, 0, 10, 0, 10.25, 10]] } });
  a.add('three', { shape: 'classification', cls: 'scene', geometry: {} });
  a.add('four', { shape: 'skeleton', cls: 'person', geometry: { points: [1, 2, 2, 3.5, 4, 1, 0, 0, 0] } });
  a.add('five', { shape: 'bitmask', cls: 'tree', geometry: { size: [100, 200], counts: 'd?\\9Phb0' } });
  scenario('create', a, a.take());
}
{
  const a = replica(4294967295);
  a.add('one');
  a.move('one', 3, 4);
  a.move('one', 3.25, 4.75);
  a.move('one', 0, 0);
  a.labels.get('one').get('attributes').set('colour', 'blue');
  a.labels.get('one').get('attributes').set('doors', 2.5);
  a.labels.get('one').get('attributes').set('extras', ['radio', 'roof']);
  a.labels.get('one').get('attributes').delete('doors');
  a.labels.get('one').set('class', 'van');
  a.labels.get('one').set('z', -3);
  a.labels.get('one').set('z', 70000);
  scenario('edit', a, a.take());
}
{
  const a = replica(12);
  a.add('one');
  a.add('two');
  a.move('one', 5, 5);
  a.labels.delete('one');
  a.add('one', { cls: 'van' });
  scenario('delete and draw again under the same id', a, a.take());
}
{
  const a = replica(13);
  a.add('one', { frames: Object.fromEntries([0, 5, 29].map((f) => [f, { geometry: box(f, f), outside: false }])) });
  a.move('one', 7, 7, '12');
  a.labels.get('one').get('frames').delete('5');
  a.labels.get('one').get('frames').set('29', { geometry: box(1, 1), outside: true });
  scenario('keyframes', a, a.take());
}
{
  const a = replica(14);
  const undo = new Y.UndoManager(a.labels, { captureTimeout: 0, trackedOrigins: new Set(['me']) });
  a.add('one');
  for (let i = 1; i < 20; i++) a.move('one', i, i);
  undo.undo();
  undo.undo();
  undo.redo();
  a.doc.transact(() => a.labels.delete('one'), 'me');
  undo.undo();
  undo.undo();
  scenario('undo and redo', a, a.take());
}
{
  const a = replica(15);
  const undo = new Y.UndoManager(a.labels, { captureTimeout: 1e6, trackedOrigins: new Set(['me']) });
  a.add('one');
  undo.stopCapturing();
  for (let i = 1; i < 20; i++) a.move('one', i, i);
  undo.undo();
  scenario('what undo keeps, sent as one state', a, [Y.encodeStateAsUpdate(a.doc)]);
}
{
  const a = replica(16);
  a.add('one');
  a.add('two');
  a.add('three');
  for (let i = 0; i < 30; i++) a.move(i % 2 ? 'one' : 'two', i, i);
  a.labels.delete('three');
  a.add('three', { cls: 'van' });
  a.labels.delete('two');
  const all = a.take();
  scenario('offline, merged', a, [Y.mergeUpdates(all)]);
  scenario('offline, as one state with garbage collected', a, [Y.encodeStateAsUpdate(a.doc)]);
  const half = new Y.Doc();
  all.slice(0, 10).forEach((update) => Y.applyUpdate(half, update));
  const vector = Y.encodeStateVector(half);
  scenario('online, then the rest as a difference', a, [...all.slice(0, 10), Y.encodeStateAsUpdate(a.doc, vector)]);
  scenario('online, then everything again', a, [...all.slice(0, 10), Y.encodeStateAsUpdate(a.doc)]);
  scenario('online, then everything merged again', a, [...all.slice(0, 10), Y.mergeUpdates(all), ...all]);
  scenario('a difference cut out of merged updates', a, [
    ...all.slice(0, 10),
    Y.diffUpdate(Y.mergeUpdates(all), vector),
  ]);
}
{
  const a = replica(17);
  a.doc.transact(() => {
    a.add('gone');
    a.add('stays');
    a.move('gone', 2, 2);
    a.move('stays', 2, 2);
    a.labels.delete('gone');
  });
  scenario('drawn and deleted within one transaction', a, a.take());
}
{
  const a = replica(18);
  const b = replica(19);
  a.add('one');
  a.add('two');
  const first = a.take();
  b.receive(first);
  // Both edit without receiving each other's updates.
  a.move('one', 1, 1);
  a.move('one', 2, 2);
  a.labels.delete('two');
  b.move('one', 9, 9);
  b.move('two', 9, 9);
  b.labels.get('one').get('attributes').set('colour', 'red');
  const [mine, theirs] = [a.take(), b.take()];
  a.receive(theirs);
  b.receive(mine);
  b.move('one', 4, 4);
  const last = b.take();
  a.receive(last);
  if (JSON.stringify(a.labels.toJSON()) !== JSON.stringify(b.labels.toJSON())) throw new Error('replicas differ');
  scenario('two at once', a, [...first, ...mine, ...theirs, ...last]);
  scenario('two at once, the other order', a, [...first, ...theirs, ...mine, ...last]);
  scenario('two at once, one merged update', a, [Y.mergeUpdates([...first, ...theirs, ...mine, ...last])]);
}
{
  const a = replica(20);
  a.doc.transact(() => {
    for (let i = 0; i < 40; i++) a.add(`label-${i}`, { attributes: { colour: 'red' } });
  });
  for (let round = 0; round < 3; round++) {
    a.doc.transact(() => {
      for (let i = 0; i < 40; i++) a.move(`label-${i}`, i, round);
    });
  }
  const all = a.take();
  scenario('many at once', a, all);
  scenario('many at once, merged', a, [Y.mergeUpdates(all)]);
}
{
  const a = replica(21);
  const b = replica(22);
  a.add('one');
  b.receive(a.sent);
  scenario('nothing but what is known', b, [...a.take(), Y.encodeStateAsUpdate(b.doc), new Uint8Array([0, 0])]);
}

writeFileSync(new URL('../server/src/live/gate/yjs.json', import.meta.url), `${JSON.stringify(scenarios, null, 1)}\n`);
console.log(`${scenarios.length} scenarios`);
