import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { ItemModel } from '../model/item-model';
import type { Label } from '../protocol/labels';
import type { WireNotice } from '../protocol/wire';
import { FakePlatform, flushPromises } from '../testing/fake-platform';
import { FakeServer, FREE, MemoryOutbox, MINE, OTHER, THEIRS } from '../testing/fake-server';
import { type Discarded, type Refusal, Session } from './session';

const box = (x: number): Label => ({
  class: 'car',
  shape: 'box',
  z: 0,
  frames: { '0': { geometry: { x, y: 0, w: 10, h: 10 }, outside: false } },
  attributes: {},
});

function setUp(
  store = new MemoryOutbox(),
  platform = new FakePlatform(),
  server = new FakeServer(platform),
  viewOnly = false,
) {
  const model = new ItemModel();
  const notices: WireNotice[] = [];
  const refusals: Refusal[] = [];
  const discarded: Discarded[] = [];
  let recovered = 0;
  const session = new Session({
    item: 'item',
    user: 'me',
    tab: 'tab',
    isTabOpen: async (tab) => tab === 'open-tab',
    viewOnly,
    model,
    store,
    platform,
    events: {
      changed: () => undefined,
      notice: (notice) => notices.push(notice),
      refused: (refusal) => refusals.push(refusal),
      discarded: (work) => discarded.push(work),
      recovered: (edits) => {
        recovered += edits;
      },
      peers: () => undefined,
    },
  });
  return { store, platform, server, model, session, notices, refusals, discarded, recovered: () => recovered };
}

const serverLabels = (server: FakeServer): string[] => [...server.doc.getMap('labels').keys()].sort();

describe('a session', () => {
  let s: ReturnType<typeof setUp>;

  beforeEach(async () => {
    s = setUp();
    await s.session.start();
  });

  it('sends its tab id, acquires a free lock on opening, and gives the fresh document the server’s client id', () => {
    expect(s.platform.socket.path).toBe('/api/v1/live/item?tab=tab');
    s.server.accept(FREE);
    expect(s.server.sentControlTypes).toEqual(['acquire']);
    s.server.lock(MINE);
    expect(s.model.doc.clientID).toBe(101);
    expect(s.session.view.phase).toEqual({ kind: 'online', synced: true });
    expect(s.session.view.usable).toBe(true);
  });

  it('releases the lock when the item is left with everything saved, and keeps it while edits are unsent', () => {
    s.server.accept(MINE);
    s.model.create({ a: box(0) });
    s.server.commit();
    s.session.close();
    expect(s.server.sentControlTypes).toEqual(['release']);
    expect(s.platform.socket.dropped).toBe(false);
    s.server.lock(FREE);
    expect(s.platform.socket.dropped).toBe(true);

    const quick = setUp();
    void quick.session.start();
    quick.server.accept(FREE);
    quick.session.close();
    expect(quick.server.sentControlTypes).toEqual(['acquire', 'release']);
    quick.server.lock(MINE);
    expect(quick.platform.socket.dropped).toBe(false);
    quick.server.lock(FREE);
    expect(quick.platform.socket.dropped).toBe(true);

    const other = setUp();
    void other.session.start();
    other.server.accept(MINE);
    other.model.create({ a: box(0) });
    other.session.close();
    expect(other.server.sentControlTypes).toEqual([]);
  });

  it('F14 view-only, it tells the server, requests no lock, and leaves edits of an earlier visit alone', async () => {
    s.server.accept(MINE);
    s.model.create({ a: box(0) });
    await flushPromises();
    const { store } = s;
    expect(store.edits.size).toBe(1);

    const qa = setUp(store, new FakePlatform(), undefined, true);
    await qa.session.start();
    expect(qa.platform.socket.path).toBe('/api/v1/live/item?tab=tab&view=qa');
    qa.server.accept(FREE, 1, false, 'view_only');
    qa.session.close();
    expect(qa.server.sentControlTypes).toEqual([]);
    expect(qa.discarded).toEqual([]);
    await flushPromises();
    expect(store.edits.size).toBe(1);
  });

  it('edits that are unsent when the task is paused are offered with the reason', () => {
    s.server.accept(MINE);
    s.model.create({ a: box(0) });
    s.platform.socket.close(1006);
    s.platform.advance(60_000);
    s.server.accept(FREE, 1, false, 'paused');
    expect(s.discarded).toMatchObject([
      { edits: 1, reason: 'The task was paused or closed before your edits arrived.' },
    ]);
  });

  it('does not request the lock while another user holds it', () => {
    s.server.accept(THEIRS);
    expect(s.server.sentControlTypes).toEqual([]);
  });

  it('F63 keeps an edit in the outbox until it is acknowledged', async () => {
    s.server.accept(MINE);
    s.model.create({ a: box(0) });
    expect(s.session.view.unsent).toBe(1);
    await flushPromises();
    expect(s.store.edits.size).toBe(1);
    expect(s.server.commit()).toBe(1);
    expect(s.session.view.unsent).toBe(0);
    await flushPromises();
    expect(s.store.edits.size).toBe(0);
    expect(serverLabels(s.server)).toEqual(['a']);
  });

  it('merges edits made within one display frame', () => {
    s.server.accept(MINE);
    s.model.create({ a: box(0) });
    s.model.create({ b: box(1) });
    s.model.create({ c: box(2) });
    s.platform.advance(20);
    expect(s.server.commit()).toBe(2);
    expect(s.session.view.unsent).toBe(0);
    expect(serverLabels(s.server)).toEqual(['a', 'b', 'c']);
  });

  it('sends unsent edits before it hands the lock over', () => {
    s.server.accept(MINE);
    s.model.create({ a: box(0) });
    s.model.create({ b: box(1) });
    s.session.send({ type: 'hand_over', to: OTHER.id });
    expect(typeof s.platform.socket.sent.at(-1)).toBe('string');
    s.server.commit();
    expect(serverLabels(s.server)).toEqual(['a', 'b']);
    s.server.lock(THEIRS);
    expect(s.discarded).toEqual([]);
  });

  it('applies what others commit', () => {
    s.server.accept(THEIRS);
    s.server.editAsOtherUser((doc) => {
      const label = new Y.Map<unknown>();
      label.set('class', 'car');
      label.set('shape', 'box');
      label.set('z', 0);
      label.set('frames', new Y.Map([['0', { geometry: { x: 1, y: 1, w: 2, h: 2 }, outside: false }]]));
      label.set('attributes', new Y.Map());
      doc.getMap('labels').set('x', label);
    });
    expect(s.model.labels.get('x')?.class).toBe('car');
  });

  it('N4 keeps working offline, resends after a lost acknowledgement, and applies nothing twice', () => {
    s.server.accept(MINE);
    s.model.create({ a: box(0) });
    s.server.commitWithoutAck();
    s.platform.socket.close(1006);
    expect(s.session.view.phase.kind).toBe('waiting');
    expect(s.session.view.usable).toBe(true);
    s.model.create({ b: box(1) });
    expect(s.session.view.unsent).toBe(2);
    s.platform.advance(1_000);
    expect(s.platform.sockets).toHaveLength(2);
    s.server.accept(MINE);
    s.server.commit();
    expect(s.session.view.unsent).toBe(0);
    expect(serverLabels(s.server)).toEqual(['a', 'b']);
    expect([...s.model.labels.keys()].sort()).toEqual(['a', 'b']);
  });

  it('reacquires a lock that became free while disconnected, and only then sends', () => {
    s.server.accept(MINE);
    s.platform.socket.close(1012);
    s.model.create({ a: box(0) });
    s.platform.advance(1_000);
    s.server.accept(FREE);
    expect(s.server.sentControlTypes).toEqual(['acquire']);
    expect(s.server.takeUpdates()).toEqual([]);
    s.server.lock(MINE);
    expect(s.server.commit()).toBe(1);
  });

  it('N4 offers offline edits as a file when another user took the lock, and returns to the server’s state', () => {
    s.server.accept(MINE);
    s.platform.socket.close(1006);
    s.model.create({ a: box(0) });
    s.platform.advance(1_000);
    s.server.accept(THEIRS);
    expect(s.server.takeUpdates()).toEqual([]);
    expect(s.discarded).toHaveLength(1);
    expect(s.discarded[0]?.reason).toContain(OTHER.name);
    expect(JSON.parse(s.discarded[0]?.json ?? '{}')).toMatchObject({ item: 'item', labels: { a: { class: 'car' } } });
    s.server.accept(THEIRS);
    expect(s.model.labels.size).toBe(0);
    expect(s.session.view.unsent).toBe(0);
    expect(s.session.view.usable).toBe(true);
  });

  it('keeps offline edits for later while another tab of the same user holds the lock', () => {
    s.server.accept(MINE);
    s.platform.socket.close(1006);
    s.model.create({ a: box(0) });
    s.platform.advance(1_000);
    s.server.accept({ ...MINE, status: 'other_tab' });
    expect(s.server.takeUpdates()).toEqual([]);
    expect(s.session.view.unsent).toBe(1);
    s.server.lock(MINE);
    expect(s.server.commit()).toBe(1);
  });

  it('drops a refused edit and all after it, keeps those before, and starts over with a fresh document', async () => {
    s.server.accept(MINE);
    s.model.create({ a: box(0) });
    s.platform.advance(20);
    s.model.create({ b: box(1) });
    s.platform.advance(20);
    s.model.create({ c: box(2) });
    s.platform.advance(20);
    s.server.takeUpdates();
    s.server.refuse('geometry', 2);
    expect(s.refusals).toEqual([{ code: 'geometry', reason: 'refused: geometry', label: undefined }]);
    expect(JSON.parse(s.discarded[0]?.json ?? '{}')).toMatchObject({ labels: { b: {}, c: {} } });
    expect(s.session.view.usable).toBe(false);
    expect(s.platform.sockets).toHaveLength(2);
    expect(s.platform.sockets[0]?.dropped).toBe(true);
    s.server.accept(MINE);
    s.server.commit();
    expect(serverLabels(s.server)).toEqual(['a']);
    expect([...s.model.labels.keys()]).toEqual(['a']);
    expect(s.model.doc.clientID).toBe(102);
    await flushPromises();
    expect(s.store.edits.size).toBe(0);
    // A refusal is shown until an edit is saved again.
    expect(s.session.view.refusal).toBeNull();
  });

  it('an edit refused because the database is unavailable is sent again later', () => {
    s.server.accept(MINE);
    s.model.create({ a: box(0) });
    s.server.takeUpdates();
    s.server.refuse('storage_down');
    expect(s.session.view.unsent).toBe(1);
    expect(s.session.view.refusal).toBeNull();
    s.platform.advance(5_000);
    s.server.accept(MINE);
    expect(s.server.commit()).toBe(1);
    expect(s.session.view.unsent).toBe(0);
  });

  it('F23 after an eviction, edits in flight are refused and offered as a file, and nothing more is sent', () => {
    s.server.accept(MINE);
    s.model.create({ a: box(0) });
    s.server.takeUpdates();
    s.server.send({ type: 'notice', notice: { kind: 'unlocked', by: OTHER, reason: 'lunch' } });
    s.server.lock(THEIRS);
    s.server.refuse('lock_lost');
    expect(s.notices).toEqual([{ kind: 'unlocked', by: OTHER, reason: 'lunch' }]);
    expect(s.discarded).toHaveLength(1);
    s.server.accept(THEIRS);
    expect(s.server.sentControlTypes).toEqual([]);
    expect(s.model.labels.size).toBe(0);
  });

  it('stops at a final close code and reconnects on request', () => {
    s.server.accept(MINE);
    s.platform.socket.close(4401);
    s.platform.advance(60_000);
    expect(s.platform.sockets).toHaveLength(1);
    expect(s.session.view.phase).toMatchObject({ kind: 'stopped', code: 4401 });
    s.session.reconnect();
    expect(s.platform.sockets).toHaveLength(2);
  });

  it('backs off with each attempt, longer when the server is busy', () => {
    s.platform.socket.close(1006);
    const first = s.session.view.phase;
    s.platform.advance(400);
    s.platform.socket.close(1006);
    const second = s.session.view.phase;
    expect(first).toMatchObject({ kind: 'waiting', retryInMs: 300 });
    expect(second).toMatchObject({ kind: 'waiting', retryInMs: 600 });
    s.platform.advance(700);
    s.platform.socket.close(4503);
    expect(s.session.view.phase).toMatchObject({ kind: 'waiting', retryInMs: 6_000 });
    s.platform.network(true);
    expect(s.platform.sockets).toHaveLength(4);
  });

  it('drops a half-open connection', () => {
    s.server.accept(MINE);
    s.model.create({ a: box(0) });
    s.platform.advance(20_000);
    expect(s.platform.sockets[0]?.dropped).toBe(true);
    expect(s.platform.sockets.length).toBeGreaterThan(1);
    expect(s.session.view.unsent).toBe(1);
  });

  it('discards its edits, and reports it, when the document was replaced', () => {
    s.server.accept(MINE);
    s.platform.socket.close(1006);
    s.model.create({ a: box(0) });
    s.platform.advance(1_000);
    s.server.accept(MINE, 2);
    expect(s.discarded).toHaveLength(1);
    expect(s.model.labels.size).toBe(0);
    expect(s.session.view.unsent).toBe(0);
  });

  it('warns on leaving only while an edit is not on disk', async () => {
    s.server.accept(MINE);
    s.store.failing = true;
    s.model.create({ a: box(0) });
    await flushPromises();
    expect(s.platform.warnsOnLeaving).toBe(true);
    s.server.commit();
    expect(s.platform.warnsOnLeaving).toBe(false);
    s.store.failing = false;
    s.model.create({ b: box(0) });
    await flushPromises();
    expect(s.platform.warnsOnLeaving).toBe(false);
  });
});

describe('after a reload', () => {
  it('N4 unsent edits are applied to the fresh document and sent again', async () => {
    const first = setUp();
    await first.session.start();
    first.server.accept(MINE);
    first.model.create({ a: box(0) });
    first.server.commit();
    first.platform.socket.close(1006);
    first.model.create({ b: box(1) });
    first.model.setGeometry([{ id: 'a', frame: 0, geometry: { x: 5, y: 5, w: 5, h: 5 } }]);
    await flushPromises();
    expect(first.store.edits.size).toBe(2);

    // The page is closed; a new one finds the same disk and the same server.
    const second = setUp(first.store, first.platform, first.server);
    const started = second.session.start();
    second.server.accept(MINE);
    await started;
    await flushPromises();
    expect(second.recovered()).toBe(2);
    expect([...second.model.labels.keys()].sort()).toEqual(['a', 'b']);
    second.server.commit();
    expect(second.session.view.unsent).toBe(0);
    expect(serverLabels(second.server)).toEqual(['a', 'b']);
    expect(second.model.undoDepth).toBe(0);
  });

  it('does not apply edits made on another generation of the document', async () => {
    const s = setUp();
    const edit = {
      user: 'me',
      item: 'item',
      tab: 'gone',
      order: 1,
      update: new Uint8Array([0, 0]),
      labels: { a: null },
    };
    await s.store.put({ ...edit, id: 'x', generation: 1 });
    const started = s.session.start();
    // The welcome arrives before the disk has answered.
    s.server.accept(MINE, 2);
    await started;
    expect(s.discarded).toHaveLength(1);
    expect(s.session.view.unsent).toBe(0);
    await flushPromises();
    expect(s.store.edits.size).toBe(0);
  });

  it('leaves the unsent edits of an open tab alone', async () => {
    const s = setUp();
    await s.store.put({
      id: 'x',
      user: 'me',
      item: 'item',
      generation: 1,
      tab: 'open-tab',
      order: 1,
      update: new Uint8Array([0, 0]),
      labels: {},
    });
    await s.session.start();
    s.server.accept(MINE);
    await flushPromises();
    expect(s.session.view.unsent).toBe(0);
    expect(s.store.edits.size).toBe(1);
  });
});
