import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Label } from '../protocol/labels';
import { freshDoc, ItemModel, type ModelChange } from './item-model';

const box = (x: number, cls = 'car'): Label => ({
  class: cls,
  shape: 'box',
  z: 0,
  frames: { '0': { geometry: { x, y: 0, w: 10, h: 10 }, outside: false } },
  attributes: {},
});

/** Two clients whose edits are delivered by `exchange`. */
function pair() {
  const [a, b] = [new ItemModel(), new ItemModel()];
  a.adopt(freshDoc(1));
  b.adopt(freshDoc(2));
  const fromA: Uint8Array[] = [];
  const fromB: Uint8Array[] = [];
  a.onEdit((edit) => fromA.push(edit.update));
  b.onEdit((edit) => fromB.push(edit.update));
  const exchange = (): void => {
    for (const update of fromA.splice(0)) b.applyServer(update);
    for (const update of fromB.splice(0)) a.applyServer(update);
  };
  return { a, b, exchange };
}

const plain = (model: ItemModel) => Object.fromEntries([...model.labels].sort());

describe('the model of an item', () => {
  it('N12 two documents converge after concurrent edits', () => {
    const { a, b, exchange } = pair();
    a.create({ one: box(1), two: box(2) });
    exchange();
    a.setGeometry([{ id: 'one', frame: 0, geometry: { x: 50, y: 0, w: 1, h: 1 } }]);
    b.setClass([{ id: 'one', class: 'bus', drop: [] }]);
    b.setAttributes('one', { color: 'red' });
    a.remove(['two']);
    b.setGeometry([{ id: 'two', frame: 0, geometry: { x: 9, y: 9, w: 9, h: 9 } }]);
    exchange();
    expect(plain(a)).toEqual(plain(b));
    expect(a.labels.get('one')).toMatchObject({ class: 'bus', attributes: { color: 'red' } });
    expect(a.labels.get('one')?.frames['0']?.geometry).toEqual({ x: 50, y: 0, w: 1, h: 1 });
    expect(a.labels.has('two')).toBe(false);
  });

  it('undo reverts own edits only', () => {
    const { a, b, exchange } = pair();
    a.create({ mine: box(1) });
    b.create({ theirs: box(2) });
    exchange();
    b.setGeometry([{ id: 'theirs', frame: 0, geometry: { x: 7, y: 7, w: 7, h: 7 } }]);
    exchange();
    expect(a.undoDepth).toBe(1);
    a.undo();
    expect([...a.labels.keys()]).toEqual(['theirs']);
    expect(a.undoDepth).toBe(0);
    a.undo();
    expect(a.labels.get('theirs')?.frames['0']?.geometry).toEqual({ x: 7, y: 7, w: 7, h: 7 });
    a.redo();
    exchange();
    expect(plain(a)).toEqual(plain(b));
    expect([...b.labels.keys()].sort()).toEqual(['mine', 'theirs']);
  });

  it('undoing a deletion restores the whole label, for everyone', () => {
    const { a, b, exchange } = pair();
    a.create({ one: { ...box(1), attributes: { color: 'red' } } });
    a.remove(['one']);
    exchange();
    expect(b.labels.size).toBe(0);
    a.undo();
    exchange();
    expect(plain(b)).toEqual({ one: { ...box(1), attributes: { color: 'red' } } });
  });

  it('edits of one group are one undo step; others are one step each', () => {
    const { a } = pair();
    a.create({ one: box(0) });
    for (const x of [1, 2, 3]) {
      a.setGeometry([{ id: 'one', frame: 0, geometry: { x, y: 0, w: 10, h: 10 } }], 'nudge:one');
    }
    a.setZ({ one: 4 });
    a.setZ({ one: 5 });
    a.undo();
    expect(a.labels.get('one')?.z).toBe(4);
    a.undo();
    a.undo();
    expect(a.labels.get('one')?.frames['0']?.geometry).toMatchObject({ x: 0 });
    a.undo();
    expect(a.labels.size).toBe(0);
  });

  it('an edit is one update, and reports the labels as they are after it', () => {
    const { a } = pair();
    const edits: Readonly<Record<string, Label | null>>[] = [];
    a.onEdit((edit) => edits.push(edit.labels));
    a.create({ one: box(1), two: box(2) });
    a.remove(['one']);
    expect(edits).toEqual([{ one: box(1), two: box(2) }, { one: null }]);
  });

  it('reports which labels changed, and keeps the copies of the others', () => {
    const { a, b, exchange } = pair();
    a.create({ one: box(1), two: box(2) });
    exchange();
    const changes: ModelChange[] = [];
    b.onChange((change) => changes.push(change));
    const two = b.labels.get('two');
    a.setGeometry([{ id: 'one', frame: 0, geometry: { x: 3, y: 3, w: 3, h: 3 } }]);
    exchange();
    expect(changes.map((change) => [...change.labels])).toEqual([['one']]);
    expect(b.labels.get('two')).toBe(two);
  });

  it('a keyframe is one atomic value', () => {
    const { a, b, exchange } = pair();
    a.create({ one: box(1) });
    exchange();
    a.setGeometry([{ id: 'one', frame: 0, geometry: { x: 1, y: 1, w: 1, h: 1 } }]);
    b.setGeometry([{ id: 'one', frame: 0, geometry: { x: 2, y: 2, w: 2, h: 2 } }]);
    exchange();
    expect(plain(a)).toEqual(plain(b));
    expect([1, 2].map((n) => ({ x: n, y: n, w: n, h: n }))).toContainEqual(a.labels.get('one')?.frames['0']?.geometry);
  });

  it('F85 reads issues newest first, and skips invalid entries', () => {
    const model = new ItemModel();
    const doc = freshDoc(3);
    const issues = doc.getMap('issues');
    const add = (id: string, at: string): void => {
      const issue = new Y.Map<unknown>(
        Object.entries({ kind: 'file', state: 'open', by: 'u', by_name: 'U', at }) as [string, unknown][],
      );
      issue.set('comments', Y.Array.from([{ id: 'c', text: `about ${id}`, by: 'u', by_name: 'U', at }]));
      issues.set(id, issue);
    };
    add('old', '2026-01-01T00:00:00Z');
    add('new', '2026-01-02T00:00:00Z');
    issues.set('broken', 7);
    doc.getMap('labels').set('broken', 'text');
    model.adopt(doc);
    expect(model.issues.map((issue) => issue.id)).toEqual(['new', 'old']);
    expect(model.issues[0]?.comments[0]?.text).toBe('about new');
    expect(model.labels.size).toBe(0);
  });

  it('adopting another document clears the undo steps and reports every label', () => {
    const { a } = pair();
    a.create({ one: box(1) });
    const changed = new Set<string>();
    a.onChange((change) => {
      for (const id of change.labels) changed.add(id);
    });
    const other = freshDoc(9);
    a.adopt(other);
    expect([...changed]).toEqual(['one']);
    expect(a.labels.size).toBe(0);
    expect(a.undoDepth).toBe(0);
    expect(a.doc).toBe(other);
  });
});
