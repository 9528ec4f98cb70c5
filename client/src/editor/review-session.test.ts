import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Ontology } from '../protocol/labels';
import type { JudgeCommand } from '../protocol/review';
import type { Item, Me, Task } from '../protocol/types';
import { FakePlatform, flushPromises } from '../testing/fake-platform';
import { FakeServer, FREE, ME, MemoryOutbox, MINE, THEIRS } from '../testing/fake-server';
import { ItemEditor } from './item-editor';
import type { PointerInput } from './tools/tool';
import type { VerdictsRefused } from './verdict-queue';

const ontology: Ontology = {
  classes: [
    {
      id: 'car',
      name: 'Car',
      color: '#1971c2',
      shapes: ['box'],
      attributes: [
        { id: 'number', name: 'Number', kind: 'number' },
        { id: 'note', name: 'Note', kind: 'text' },
      ],
    },
    { id: 'bus', name: 'Bus', color: '#e8590c', shapes: ['box'] },
  ],
};
const task = { id: 't', ontology } as unknown as Task;
const can = { write: true, comment: true, finish: null, force_unlock: false, judge: true };
const item = {
  id: 'item',
  stage: 'review',
  round: 1,
  can,
  media: { width: 400, height: 200, url: '/m', frames: 1 },
} as unknown as Item;

let platform: FakePlatform;
let server: FakeServer;
let editor: ItemEditor;
let sent: JudgeCommand[];
let late: VerdictsRefused[];

function put(id: string, cls: string, x: number): void {
  const label = new Y.Map<unknown>();
  server.doc.getMap('labels').set(id, label);
  label.set('class', cls);
  label.set('shape', 'box');
  label.set('z', 0);
  label.set('frames', new Y.Map([['0', { geometry: { x, y: 10, w: 20, h: 20 }, outside: false }]]));
  label.set('attributes', new Y.Map());
}

/** Writes the sent verdicts into the document, as the server does. */
function carriedOut(): void {
  server.editAsOtherUser((doc) => {
    const root = doc.getMap('verdicts');
    for (const { verdict, labels } of sent.splice(0)) {
      for (const id of labels) {
        if (verdict === 'pending') root.delete(id);
        else root.set(id, { verdict, by: ME.id, by_name: ME.name, at: '', round: 1 });
      }
    }
  });
}

beforeEach(async () => {
  platform = new FakePlatform();
  server = new FakeServer(platform);
  server.doc.getMap('item').set('stage', 'review');
  for (const [id, cls, x] of [
    ['a', 'car', 10],
    ['b', 'car', 60],
    ['c', 'bus', 110],
  ] as const)
    put(id, cls, x);
  sent = [];
  late = [];
  editor = new ItemEditor({
    me: { ...ME, email: '', is_admin: false, settings: { editor: { singleLabelZoom: 40, advance: 'yes' } } } as Me,
    task,
    item,
    tab: 'tab',
    isTabOpen: async () => false,
    platform,
    store: new MemoryOutbox(),
    judge: async (command) => {
      sent.push(command);
      return { judged: command.labels.length, skipped: [] };
    },
    onLateRefusal: (refusal) => late.push(refusal),
    runAction: () => false,
  });
  editor.setViewport({ width: 800, height: 400 });
  await flushPromises();
  server.accept(MINE);
});

const at = (x: number, y: number): PointerInput => ({
  x,
  y,
  screenX: x * 10,
  screenY: y * 10,
  shift: false,
  alt: false,
  touch: false,
});
const drag = (x1: number, y1: number, x2: number, y2: number): void => {
  editor.pointerDown(at(x1, y1));
  editor.pointerMove(at(x2, y2));
  editor.pointerUp(at(x2, y2));
};
const geometry = (id: string) => editor.label(id)?.geometry as { x: number } | undefined;

describe('the mode', () => {
  it('F56 in review the label tools are off until the user turns them on', () => {
    expect(editor.mode.get()).toBe('review');
    expect(editor.permission.get()).toEqual({ allowed: false, why: 'review' });
    editor.setEditing(true);
    expect(editor.mode.get()).toBe('review_edit');
    expect(editor.permission.get()).toEqual({ allowed: true });
    editor.setTool('box');
    editor.setEditing(false);
    expect(editor.mode.get()).toBe('review');
    expect(editor.tool.get().id).toBe('select');
  });

  it('follows the stage of the item: no verdicts outside review and acceptance', () => {
    editor.startReject(['a']);
    server.editAsOtherUser((doc) => doc.getMap('item').set('stage', 'annotate'));
    expect(editor.mode.get()).toBe('annotate');
    expect(editor.rejecting.get()).toBeNull();
    editor.judge('approved', ['a']);
    expect(sent).toEqual([]);
    server.editAsOtherUser((doc) => doc.getMap('item').set('stage', 'acceptance'));
    expect(editor.mode.get()).toBe('annotate');
    editor.setItem({ ...item, stage: 'acceptance' });
    expect(editor.mode.get()).toBe('review');
  });

  it('leaves review while the task is paused, and gives that as the reason', () => {
    editor.startReject(['a']);
    server.send({ type: 'access', access: { stage: 'review', can_write: false, why: 'paused' } });
    expect(editor.mode.get()).toBe('annotate');
    expect(editor.rejecting.get()).toBeNull();
    expect(editor.permission.get()).toEqual({ allowed: false, why: 'paused' });
    editor.judge('approved', ['a']);
    expect(sent).toEqual([]);
    server.send({ type: 'access', access: { stage: 'review', can_write: true } });
    expect(editor.mode.get()).toBe('review');
  });

  it('verdicts need no lock; editing does', () => {
    server.lock(THEIRS);
    editor.judge('approved', ['a']);
    expect(sent).toHaveLength(1);
    editor.setEditing(true);
    expect(editor.permission.get()).toEqual({ allowed: false, why: 'other_user' });
  });

  it('editing acquires a free lock', () => {
    server.lock(FREE);
    editor.setEditing(true);
    expect(server.sentControlTypes).toContain('acquire');
  });
});

describe('verdicts', () => {
  it('F48 a verdict selects the next pending label, unless switched off', () => {
    // Invalid stored settings are ignored: "yes" is not a boolean.
    expect(editor.settings.get()).toEqual({ advance: true, singleLabelZoom: 40, turboAttributes: true });
    editor.select(['a']);
    editor.judge('approved', ['a']);
    expect(editor.selection.get()).toEqual(['b']);
    editor.changeSettings({ advance: false });
    editor.judge('approved', ['b']);
    expect(editor.selection.get()).toEqual(['b']);
    editor.changeSettings({ advance: true });
    editor.select(['c']);
    editor.judge('approved', ['c']);
    expect(editor.selection.get()).toEqual([]);
    expect(editor.review.get()).toMatchObject({ approved: 3, pending: 0 });
  });

  it('F50 revert keeps the selection, and a command without effect is not sent', async () => {
    editor.select(['b']);
    editor.judge('pending', ['b']);
    expect(sent).toEqual([]);
    editor.judge('approved', ['a']);
    await flushPromises();
    editor.judge('approved', ['a']);
    editor.judge('pending', ['a', 'gone']);
    await flushPromises();
    expect(sent.map(({ verdict, labels }) => [verdict, labels])).toEqual([
      ['approved', ['a']],
      ['pending', ['a']],
    ]);
    expect(editor.selection.get()).toEqual(['b']);
  });

  it('F49 “all in frame” refers to the pending labels', () => {
    editor.judge('approved', ['b']);
    expect(editor.pendingInFrame()).toEqual(['a', 'c']);
    editor.startReject(editor.pendingInFrame());
    expect(editor.rejecting.get()).toEqual(['a', 'c']);
    editor.startReject(null);
    expect(editor.rejecting.get()).toBeNull();
  });

  it('F63 the save state includes verdicts in flight', async () => {
    editor.judge('approved', ['a']);
    expect(editor.saveState.get()).toEqual({ kind: 'saving', unsent: 1 });
    expect(platform.warnsOnLeaving).toBe(true);
    await flushPromises();
    expect(editor.saveState.get()).toEqual({ kind: 'saved' });
    expect(platform.warnsOnLeaving).toBe(false);
  });

  it('F63 after the item is left, the page still warns while verdicts are in flight', async () => {
    editor.judge('approved', ['a']);
    editor.close();
    expect(platform.warnsOnLeaving).toBe(true);
    await flushPromises();
    expect(platform.warnsOnLeaving).toBe(false);
    expect([sent.length, late]).toEqual([1, []]);
  });

  it('undo reverts the verdict and selects its label', async () => {
    editor.select(['a']);
    editor.judge('approved', ['a']);
    await flushPromises();
    carriedOut();
    expect(editor.history.get()).toEqual({ canUndo: true, canRedo: false });
    editor.undo();
    await flushPromises();
    expect(sent).toEqual([{ verdict: 'pending', labels: ['a'] }]);
    expect(editor.selection.get()).toEqual(['a']);
    expect(editor.review.get().pending).toBe(3);
  });
});

describe('editing in review', () => {
  beforeEach(async () => {
    editor.judge('approved', ['a']);
    await flushPromises();
    carriedOut();
    editor.setEditing(true);
    editor.setTool('select');
  });

  it('F58 changes pending labels only, and notifies about the others', () => {
    editor.deleteLabels(['a']);
    editor.setClass(['a'], 'bus');
    editor.setAttribute('a', 'note', 'x');
    expect(editor.label('a')).toMatchObject({ class: 'car', attributes: {} });
    expect(editor.notices.get().filter(({ kind }) => kind === 'fixed')).toHaveLength(3);
    editor.select(['a', 'b']);
    editor.nudge(5, 0);
    expect([geometry('a')?.x, geometry('b')?.x]).toEqual([10, 65]);
    editor.select(['a']);
    drag(20, 20, 30, 20);
    expect(geometry('a')?.x).toBe(10);
    editor.select(['b']);
    drag(75, 20, 85, 20);
    expect(geometry('b')?.x).toBe(75);
  });

  it('F59 a new label is approved and fixed at once, and is not an undo step', () => {
    editor.setTool('box');
    drag(200, 100, 240, 140);
    const [id] = editor.selection.get();
    expect(editor.review.get().verdicts.get(id ?? '')?.verdict).toBe('approved');
    expect(editor.isFixed(id ?? '')).toBe(true);
    editor.undo();
    expect(editor.label(id ?? '')).toBeDefined();
  });

  it('F61 a label whose verdict was reverted can be edited', async () => {
    editor.judge('pending', ['a']);
    expect(editor.isFixed('a')).toBe(true);
    await flushPromises();
    carriedOut();
    editor.select(['a']);
    editor.nudge(5, 0);
    expect(geometry('a')?.x).toBe(15);
  });

  it('a verdict waits until the edit before it is stored', async () => {
    editor.select(['b']);
    editor.nudge(5, 0);
    editor.judge('approved', ['b']);
    await flushPromises();
    expect(sent).toEqual([]);
    expect(editor.review.get().verdicts.has('b')).toBe(true);
    server.commit();
    await flushPromises();
    expect(sent).toEqual([{ verdict: 'approved', labels: ['b'] }]);
  });
});

describe('leaving', () => {
  it('a verdict that waits for an edit is reported as refused', async () => {
    editor.setEditing(true);
    editor.select(['b']);
    editor.nudge(5, 0);
    editor.judge('approved', ['b']);
    editor.close();
    await flushPromises();
    expect([sent, late.map(({ commands }) => commands)]).toEqual([[], [[{ verdict: 'approved', labels: ['b'] }]]]);
  });
});

describe('single-label mode', () => {
  it('F37 F38 shows only the selected label, zooms to it, and restores the view at the end', () => {
    const shown = () => ['a', 'b', 'c'].filter((id) => editor.isShown(editor.label(id)!));
    const before = editor.camera.get();
    editor.setSingle(true);
    expect(editor.selection.get()).toEqual(['a']);
    expect(shown()).toEqual(['a']);
    expect(editor.camera.get()).toMatchObject({ x: 20, y: 20 });
    editor.select(['c']);
    expect(shown()).toEqual(['c']);
    expect(editor.camera.get()).toMatchObject({ x: 120, y: 20 });
    editor.select([]);
    expect(shown()).toEqual(['a', 'b', 'c']);
    editor.setSingle(false);
    expect(editor.camera.get()).toEqual(before);
  });

  it('F42 a changed zoom applies from the next selected label', () => {
    editor.setSingle(true);
    const { zoom } = editor.camera.get();
    editor.changeSettings({ singleLabelZoom: 20 });
    expect(editor.camera.get().zoom).toBe(zoom);
    editor.select(['b']);
    expect(editor.camera.get().zoom).toBeLessThan(zoom);
    editor.changeSettings({ singleLabelZoom: 500 });
    expect(editor.settings.get().singleLabelZoom).toBe(100);
  });

  it('F40 steps through the attributes of a label before the next one, unless switched off', () => {
    const where = () => [editor.selection.get().at(-1), editor.attribute.get()];
    editor.setSingle(true);
    const down = [1, 1, 1, 1].map(() => {
      editor.step(1);
      return where();
    });
    expect(down).toEqual([
      ['a', 'number'],
      ['a', 'note'],
      ['b', null],
      ['b', 'number'],
    ]);
    editor.step(-1);
    editor.step(-1);
    expect(where()).toEqual(['a', 'note']);
    editor.changeSettings({ turboAttributes: false });
    editor.step(1);
    expect(where()).toEqual(['b', null]);
    editor.step(1);
    expect(where()).toEqual(['c', null]);
  });

  it('F39 outside it, each step is a label, and a range grows and shrinks', () => {
    editor.step(1);
    editor.step(1);
    expect(editor.selection.get()).toEqual(['b']);
    editor.extendSelection(1);
    expect(editor.selection.get()).toEqual(['b', 'c']);
    editor.extendSelection(-1);
    expect(editor.selection.get()).toEqual(['b']);
    editor.step(-1);
    editor.step(-1);
    expect(editor.selection.get()).toEqual(['c']);
  });
});
