/** An editor with many labels and a server in the page, to measure drawing in isolation: `?labels=2000&points=30`. */

import { runAction } from '../../src/actions';
import { ItemEditor } from '../../src/editor/item-editor';
import { ItemModel } from '../../src/model/item-model';
import type { Label } from '../../src/protocol/labels';
import type { Item, Me, Task } from '../../src/protocol/types';
import { CanvasView } from '../../src/render/canvas-view';
import { FakePlatform } from '../../src/testing/fake-platform';
import { FakeServer, ME, MemoryOutbox, MINE } from '../../src/testing/fake-server';

const query = new URLSearchParams(location.search);
const labels = Number(query.get('labels') ?? 2_000);
const points = Number(query.get('points') ?? 30);
const [width, height] = [4_000, 3_000];

const picture = document.createElement('canvas');
picture.width = width;
picture.height = height;
const paint = picture.getContext('2d')!;
const sky = paint.createLinearGradient(0, 0, width, height);
sky.addColorStop(0, '#345');
sky.addColorStop(1, '#ba8');
paint.fillStyle = sky;
paint.fillRect(0, 0, width, height);
const url = URL.createObjectURL(await new Promise<Blob>((done) => picture.toBlob((blob) => done(blob!), 'image/jpeg')));

const colors = ['#1971c2', '#e8590c', '#2f9e44', '#9c36b5', '#e03131', '#0c8599'];
const task = {
  id: 'task',
  ontology: {
    classes: colors.map((color, i) => ({ id: `c${i}`, name: `Class ${i}`, color, shapes: ['polygon', 'box'] })),
  },
} as unknown as Task;
const item = {
  id: 'item',
  stage: 'annotate',
  round: 1,
  can: { write: true, comment: true, finish: null, force_unlock: false },
  media: { width, height, url },
} as unknown as Item;

// A seeded generator makes the same polygons each time.
let seed = 7;
const random = (): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};
const made: Record<string, Label> = {};
for (let i = 0; i < labels; i++) {
  const [cx, cy, r] = [100 + random() * (width - 200), 100 + random() * (height - 200), 15 + random() * 60];
  const ring: number[] = [];
  for (let k = 0; k < points; k++) {
    const turn = (k / points) * 2 * Math.PI;
    const reach = r * (0.7 + 0.3 * random());
    ring.push(cx + reach * Math.cos(turn), cy + reach * Math.sin(turn));
  }
  made[`l${i}`] = {
    class: `c${i % colors.length}`,
    shape: 'polygon',
    z: 0,
    frames: { '0': { geometry: { rings: [ring] }, outside: false } },
    attributes: {},
  };
}

const platform = new FakePlatform();
const server = new FakeServer(platform);
const filled = new ItemModel();
filled.adopt(server.doc);
filled.create(made);
const editor = new ItemEditor({
  me: { ...ME, email: '', is_admin: false, settings: {} } as Me,
  task,
  item,
  tab: 'tab',
  isTabOpen: async () => false,
  platform,
  store: new MemoryOutbox(),
  judge: async ({ labels }) => ({ judged: labels.length, skipped: [] }),
  onLateRefusal: () => undefined,
  runAction,
});
const began = performance.now();
server.accept(MINE);
const loadMs = performance.now() - began;
new CanvasView(editor, document.getElementById('host')!);
Object.assign(window, { editor, server, loadMs });
document.body.dataset.ready = '';
