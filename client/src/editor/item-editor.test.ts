import { beforeEach, describe, expect, it } from 'vitest';
import type { Ontology, OntologyClass } from '../protocol/labels';
import type { Item, Me, Task } from '../protocol/types';
import { presenceFrame } from '../sync/frames';
import { FakePlatform, flushPromises } from '../testing/fake-platform';
import { FakeServer, FREE, ME, MemoryOutbox, MINE, OTHER, THEIRS } from '../testing/fake-server';
import { ItemEditor } from './item-editor';
import type { PointerInput } from './tools/tool';

const ontology: Ontology = {
  classes: [
    {
      id: 'car',
      name: 'Car',
      color: '#1971c2',
      shapes: ['box', 'polygon'],
      attributes: [
        {
          id: 'kind',
          name: 'Kind',
          kind: 'radio',
          options: [
            { id: 'taxi', name: 'Taxi', attributes: [{ id: 'number', name: 'Number', kind: 'number' }] },
            { id: 'van', name: 'Van' },
          ],
        },
      ],
    },
    { id: 'bus', name: 'Bus', color: '#e8590c', shapes: ['box'] },
    { id: 'road', name: 'Road', color: '#2f9e44', shapes: ['polyline'] },
  ],
};

const task = { id: 't', ontology } as unknown as Task;
const item = {
  id: 'item',
  stage: 'annotate',
  round: 1,
  can: { write: true, comment: true, finish: null, force_unlock: false },
  media: { width: 200, height: 100, url: '/m' },
} as unknown as Item;

const at = (x: number, y: number): PointerInput => ({
  x,
  y,
  screenX: x * 10,
  screenY: y * 10,
  shift: false,
  alt: false,
  touch: false,
});

let platform: FakePlatform;
let server: FakeServer;
let editor: ItemEditor;

beforeEach(async () => {
  platform = new FakePlatform();
  server = new FakeServer(platform);
  editor = new ItemEditor({
    me: { ...ME, email: '', is_admin: false, settings: {} } as Me,
    task,
    item,
    tab: 'tab',
    isTabOpen: async () => false,
    platform,
    store: new MemoryOutbox(),
    judge: async ({ labels }) => ({ judged: labels.length, skipped: [] }),
    onLateRefusal: () => undefined,
    runAction: () => false,
  });
  editor.setViewport({ width: 800, height: 600 });
  await flushPromises();
});

function drawBox(): string {
  editor.setTool('box');
  editor.pointerDown(at(10, 10));
  editor.pointerMove(at(50, 40));
  editor.pointerUp(at(50, 40));
  return editor.selection.get()[0] ?? '';
}

describe('the editor', () => {
  it('allows editing once the document is loaded and the lock is held', () => {
    expect(editor.permission.get()).toEqual({ allowed: false, why: 'connecting' });
    server.accept(FREE);
    expect(editor.permission.get()).toEqual({ allowed: false, why: 'lock_free' });
    server.lock(MINE);
    expect(editor.permission.get()).toEqual({ allowed: true });
    server.lock(THEIRS);
    expect(editor.permission.get()).toEqual({ allowed: false, why: 'other_user' });
  });

  it('F14 role and stage keep it read-only, regardless of the lock', () => {
    server.accept(FREE, 1, false);
    expect(server.sentControlTypes).toEqual([]);
    expect(editor.permission.get()).toEqual({ allowed: false, why: 'stage' });
    expect(drawBox()).toBe('');
    expect(editor.labels.get().count).toBe(0);
  });

  it('a drawn box is selected, grouped by its class, saved and undone', () => {
    server.accept(MINE);
    const id = drawBox();
    expect(editor.label(id)?.geometry).toEqual({ x: 10, y: 10, w: 40, h: 30 });
    expect(editor.labels.get().groups.map((group) => [group.class.id, group.labels.length])).toEqual([['car', 1]]);
    expect(editor.saveState.get()).toEqual({ kind: 'saving', unsent: 1 });
    server.commit();
    expect(editor.saveState.get()).toEqual({ kind: 'saved' });
    editor.undo();
    expect(editor.labels.get().count).toBe(0);
    expect(editor.selection.get()).toEqual([]);
    expect(editor.history.get()).toEqual({ canUndo: false, canRedo: true });
  });

  it('F23 losing the lock during a drag cancels the drag', () => {
    server.accept(MINE);
    const id = drawBox();
    server.commit();
    editor.setTool('select');
    editor.pointerDown(at(30, 25));
    editor.pointerMove(at(60, 50));
    expect(editor.tool.get().state).toBe('moving');
    server.lock(THEIRS);
    expect(editor.tool.get().state).toBe('idle');
    expect(editor.overlay.get().drafts.size).toBe(0);
    editor.pointerUp(at(60, 50));
    expect(editor.label(id)?.geometry).toMatchObject({ x: 10, y: 10 });
  });

  describe('when the ontology of its task changes', () => {
    const [car, bus, road] = ontology.classes as [OntologyClass, OntologyClass, OntologyClass];
    const becomes = (classes: readonly OntologyClass[]) => editor.setTask({ ...task, ontology: { classes } } as Task);

    it('keeps the labels, the drawing in progress and the undo steps', () => {
      server.accept(MINE);
      const id = drawBox();
      editor.setTool('box');
      editor.pointerDown(at(60, 10));
      editor.pointerMove(at(90, 40));
      becomes([road, { ...car, name: 'Motor car' }, bus]);
      expect(editor.labels.get().groups.map((group) => [group.class.name, group.key])).toEqual([['Motor car', 2]]);
      expect(editor.activeClass.get()?.name).toBe('Motor car');
      expect(editor.saveState.get()).toEqual({ kind: 'saving', unsent: 1 });
      editor.pointerUp(at(90, 40));
      expect(editor.labels.get().count).toBe(2);
      editor.undo();
      editor.undo();
      expect(editor.label(id)).toBeUndefined();
    });

    it('groups labels of a removed class separately, and deselects the tool that drew it', () => {
      server.accept(MINE);
      const id = drawBox();
      editor.setTool('box');
      becomes([road]);
      expect(editor.tool.get().id).toBe('select');
      expect(editor.activeClass.get()?.id).toBe('road');
      const [group] = editor.labels.get().groups;
      expect([group?.class.name, group?.key, group?.labels.map((label) => label.id)]).toEqual([
        'car (removed)',
        null,
        [id],
      ]);
    });
  });

  it('changing an answer clears the attributes nested under the previous one', () => {
    server.accept(MINE);
    const id = drawBox();
    editor.setAttribute(id, 'kind', 'taxi');
    editor.setAttribute(id, 'number', 7);
    expect(editor.label(id)?.attributes).toEqual({ kind: 'taxi', number: 7 });
    editor.setAttribute(id, 'kind', 'van');
    expect(editor.label(id)?.attributes).toEqual({ kind: 'van' });
    editor.undo();
    expect(editor.label(id)?.attributes).toEqual({ kind: 'taxi', number: 7 });
  });

  it('a class can be set only on labels of its shapes, and drops attributes that it does not have', () => {
    server.accept(MINE);
    const id = drawBox();
    editor.setAttribute(id, 'kind', 'van');
    editor.setClass([id], 'road');
    expect(editor.label(id)?.class).toBe('car');
    editor.setClass([id], 'bus');
    expect(editor.label(id)).toMatchObject({ class: 'bus', attributes: {} });
  });

  it('a tool selects a class that it can draw', () => {
    editor.setActiveClass('road');
    editor.setTool('box');
    expect(editor.activeClass.get()?.id).toBe('car');
    editor.setActiveClass('road');
    editor.setTool('polygon');
    expect(editor.activeClass.get()?.id).toBe('road');
  });

  it('N1 shows other users, and follows the view of one until the user moves their own', () => {
    server.accept(THEIRS);
    const show = (clock: number, state: unknown): void =>
      platform.socket.events.binary(presenceFrame([{ client: 7, clock, state }]).slice());
    show(1, { user: OTHER, cursor: { x: 1, y: 2 }, view: { x: 50, y: 20, zoom: 3 } });
    expect(editor.peers.get()).toMatchObject([{ client: 7, person: OTHER, mine: false }]);
    editor.follow(7);
    expect(editor.camera.get()).toEqual({ x: 50, y: 20, zoom: 3 });
    show(2, { user: OTHER, view: { x: 60, y: 30, zoom: 4 } });
    expect(editor.camera.get()).toEqual({ x: 60, y: 30, zoom: 4 });
    editor.panBy(10, 0);
    expect(editor.following.get()).toBeNull();
    show(3, null);
    expect(editor.peers.get()).toEqual([]);
  });

  it('F104 repeated requests of a user are one notice; a notice can be dismissed', () => {
    server.accept(MINE);
    server.send({ type: 'notice', notice: { kind: 'lock_requested', from: OTHER } });
    server.send({ type: 'notice', notice: { kind: 'lock_requested', from: OTHER } });
    expect(editor.notices.get()).toHaveLength(1);
    editor.handOver(OTHER.id);
    expect(server.sentControlTypes).toContain('hand_over');
    editor.dismissNotice(editor.notices.get()[0]?.id ?? -1);
    expect(editor.notices.get()).toEqual([]);
  });

  it('F63 the save state shows a refusal until it is dismissed, and the edit is offered as a file', () => {
    server.accept(MINE);
    drawBox();
    server.takeUpdates();
    server.refuse('geometry');
    expect(editor.saveState.get()).toEqual({ kind: 'refused', code: 'geometry', detail: 'refused: geometry' });
    expect(editor.discarded.get()).toMatchObject({ edits: 1, fileName: 'countersign-unsent-item.json' });
    editor.confirmSaved();
    server.accept(MINE);
    expect(editor.saveState.get()).toEqual({ kind: 'saved' });
    expect(editor.labels.get().count).toBe(0);
  });

  it('accepts a drag without a move event between press and release', () => {
    server.accept(MINE);
    editor.setTool('box');
    editor.pointerDown(at(10, 10));
    editor.pointerUp(at(50, 40));
    expect(editor.labels.get().count).toBe(1);
    expect(editor.tool.get().state).toBe('idle');
    const [id] = editor.selection.get();
    editor.setTool('select');
    editor.pointerDown(at(30, 25));
    editor.pointerUp(at(60, 25));
    expect(editor.boundsOf(id ?? '')).toMatchObject({ minX: 40, maxX: 80 });
  });

  it('F79 fits the image until the user moves the view', () => {
    const fitted = editor.camera.get();
    editor.setViewport({ width: 400, height: 300 });
    expect(editor.camera.get().zoom).toBeLessThan(fitted.zoom);
    editor.zoomBy(2);
    const mine = editor.camera.get();
    editor.setViewport({ width: 800, height: 600 });
    expect(editor.camera.get()).toEqual(mine);
  });

  it('Esc backs out one step at a time', () => {
    server.accept(MINE);
    drawBox();
    editor.pointerDown(at(60, 10));
    editor.pointerMove(at(90, 40));
    editor.backOut();
    expect(editor.tool.get()).toMatchObject({ id: 'box', state: 'idle' });
    editor.backOut();
    expect(editor.tool.get().id).toBe('select');
    editor.backOut();
    expect(editor.selection.get()).toEqual([]);
  });

  it('F104 notices about the lock disappear when they no longer apply', () => {
    const kinds = () => editor.notices.get().map(({ kind }) => kind);
    server.accept(THEIRS);
    server.send({ type: 'notice', notice: { kind: 'lock_freed' } });
    server.lock(FREE);
    expect(kinds()).toEqual(['lock_freed']);
    server.lock(THEIRS);
    expect(kinds()).toEqual([]);
    server.lock(MINE);
    server.send({ type: 'notice', notice: { kind: 'lock_requested', from: OTHER } });
    expect(kinds()).toEqual(['lock_requested']);
    server.lock(THEIRS);
    expect(kinds()).toEqual([]);
  });

  it('closing ends the connection and every timer', () => {
    server.accept(MINE);
    editor.close();
    // The release of the lock is never answered.
    platform.advance(120_000);
    expect(platform.socket.dropped).toBe(true);
    expect(platform.sockets).toHaveLength(1);
  });
});
