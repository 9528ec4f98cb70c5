import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { freshDoc, ItemModel } from './item-model';

function thread(fields: Record<string, unknown>, ...texts: string[]): Y.Map<unknown> {
  const map = new Y.Map<unknown>(Object.entries({ kind: 'file', state: 'open', by: 'bo', by_name: 'Bo', ...fields }));
  const comments = texts.map((text, n) => ({ id: `c${n}`, text, by: 'bo', by_name: 'Bo', at: '2026-01-01T00:00:00Z' }));
  map.set('comments', Y.Array.from(comments));
  return map;
}

describe('the issues of a document', () => {
  it('F85 F90 F91 are read completely, including numbers written as bigint', () => {
    const model = new ItemModel();
    model.adopt(freshDoc(1));
    const issues = model.doc.getMap('issues');
    issues.set(
      'a',
      thread({ at: '2026-01-02T00:00:00Z', kind: 'pinned', anchor: { x: 1.5, y: 2n, frame: 7n } }, 'Here'),
    );
    const resolved = { by: 'ana', by_name: 'Ana', at: '2026-01-04T00:00:00Z' };
    issues.set(
      'b',
      thread({ at: '2026-01-03T00:00:00Z', kind: 'frame', frames: { first: 3n, last: 4 }, tags: ['x'], resolved }),
    );
    issues.set('required:car', thread({ kind: 'task_requirement', class: 'car', by: undefined, by_name: undefined }));
    issues.set('broken', new Y.Map());
    expect(model.issues.map(({ id }) => id)).toEqual(['b', 'a', 'required:car']);
    const [b, a, required] = model.issues;
    expect(a).toMatchObject({ anchor: { x: 1.5, y: 2, frame: 7 }, tags: [], comments: [{ text: 'Here' }] });
    expect(b).toMatchObject({ frames: { first: 3, last: 4 }, tags: ['x'], resolved });
    expect(required).toMatchObject({ class: 'car', by: undefined, by_name: '' });
  });

  it('a changed issue is a new object; the others stay the same', () => {
    const model = new ItemModel();
    model.adopt(freshDoc(1));
    const issues = model.doc.getMap<Y.Map<unknown>>('issues');
    issues.set('a', thread({ at: '1' }, 'A'));
    issues.set('b', thread({ at: '2' }, 'B'));
    const [b, a] = model.issues;
    (issues.get('a')!.get('comments') as Y.Array<unknown>).push([
      { id: 'c9', text: 'And', by: 'x', by_name: 'X', at: '' },
    ]);
    expect(model.issues[0]).toBe(b);
    expect(model.issues[1]).not.toBe(a);
    expect(model.issues[1]?.comments).toHaveLength(2);
    issues.delete('b');
    expect(model.issues.map(({ id }) => id)).toEqual(['a']);
  });
});
