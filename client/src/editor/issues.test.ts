import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Item, Me, Task } from '../protocol/types';
import { FakePlatform, flushPromises } from '../testing/fake-platform';
import { FakeServer, ME, MemoryOutbox, MINE } from '../testing/fake-server';
import { ItemEditor } from './item-editor';

const task = {
  id: 't',
  consensus: true,
  ontology: { classes: [{ id: 'car', name: 'Car', color: '#1971c2', shapes: ['box'] }] },
} as unknown as Task;
const item = {
  id: 'item',
  stage: 'review',
  round: 1,
  can: { write: true, comment: true, finish: null, force_unlock: false, judge: false },
  media: { width: 200, height: 100, url: '/m', frames: 1 },
} as unknown as Item;

let server: FakeServer;
let editor: ItemEditor;

beforeEach(async () => {
  const platform = new FakePlatform();
  server = new FakeServer(platform);
  server.doc.getMap('item').set('stage', 'review');
  editor = new ItemEditor({
    me: { ...ME, email: '', is_admin: false, settings: {} } as Me,
    task,
    item,
    tab: 'tab',
    isTabOpen: async () => false,
    platform,
    store: new MemoryOutbox(),
    judge: async () => ({ judged: 0, skipped: [] }),
    onLateRefusal: () => undefined,
    runAction: () => false,
  });
  editor.setViewport({ width: 800, height: 400 });
  await flushPromises();
  server.accept(MINE);
  server.editAsOtherUser((doc) => {
    const entries = { kind: 'pinned', state: 'open', at: '1', anchor: { x: 150, y: 20, frame: 0 } };
    doc.getMap('issues').set('i', new Y.Map(Object.entries(entries)));
  });
});

describe('issues', () => {
  it('the pin tool is active until the pin is placed', () => {
    editor.startIssue({ kind: 'pinned', anchor: null });
    expect(editor.tool.get().id).toBe('pin');
    const click = { x: 5, y: 6, screenX: 5, screenY: 6, shift: false, alt: false, touch: false };
    editor.pointerDown(click);
    editor.pointerUp(click);
    expect(editor.issueDraft.get()).toEqual({ kind: 'pinned', anchor: { x: 5, y: 6, frame: 0 } });
    expect(editor.tool.get().id).toBe('select');
  });

  it('a deleted issue is neither open nor hovered', () => {
    editor.setActiveIssue('i');
    editor.hoverIssue('i');
    server.editAsOtherUser((doc) => doc.getMap('issues').delete('i'));
    expect([editor.activeIssue.get(), editor.hoveredIssue.get()]).toEqual([null, null]);
  });

  it('looking at an issue centres its pin', () => {
    editor.revealIssue('i');
    expect(editor.camera.get()).toMatchObject({ x: 150, y: 20 });
  });

  it('F95 a draft is dropped when issues can no longer be opened', () => {
    editor.startIssue({ kind: 'file' });
    server.editAsOtherUser((doc) => doc.getMap('item').set('stage', 'annotate'));
    expect(editor.issueDraft.get()).toBeNull();
    editor.startIssue({ kind: 'file' });
    expect(editor.issueDraft.get()).toBeNull();
  });

  it('F93 missing requirements follow a changed ontology, and a draft is kept', () => {
    const missing = () => editor.issues.get().all.filter(({ kind }) => kind === 'task_requirement');
    expect(missing()).toEqual([]);
    editor.startIssue({ kind: 'file' });
    const [car] = task.ontology.classes;
    editor.setTask({ ...task, ontology: { classes: [{ ...car, required: true }] } } as Task);
    expect(missing().map(({ id }) => id)).toEqual(['required:car']);
    expect(editor.issueDraft.get()).toEqual({ kind: 'file' });
    editor.setTask(task);
    expect(missing()).toEqual([]);
  });
});
