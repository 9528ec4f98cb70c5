import { describe, expect, it } from 'vitest';
import type { Geometry, ItemVersionLabels, Label, Shape } from '../../protocol/types';
import { drawnLabel } from './label-path';
import { changedLabels, changesByClass } from './version-changes';

function label(shape: Shape, geometry: unknown, cls = 'car'): Label {
  const frames = { 0: { geometry: geometry as Geometry, outside: false } };
  return { class: cls, shape, frames, attributes: {}, z: 0 };
}
const box = (cls?: string) => label('box', { x: 1, y: 2, w: 3, h: 4 }, cls);

const VERSION: ItemVersionLabels = {
  ...{ version: 2, seq: 9, label_count: 3, added: 1, changed: 1, removed: 1 },
  accepted_by: null,
  accepted_at: '2026-03-01T00:00:00Z',
  labels: { a: box(), b: box('van'), c: box() },
  changes: { added: ['c'], changed: ['a'], removed: { d: box('van') } },
};

describe('F28 what an acceptance changed', () => {
  it('distinguishes added, changed, removed and unchanged labels', () => {
    expect(changedLabels(VERSION).map(({ id, change }) => `${id} ${change}`)).toEqual([
      'b same',
      'd removed',
      'a changed',
      'c added',
    ]);
  });

  it('sums them up by class, most changes first', () => {
    expect(changesByClass(changedLabels(VERSION))).toEqual([
      { class: 'car', same: 0, changed: 1, added: 1, removed: 0 },
      { class: 'van', same: 1, changed: 0, added: 0, removed: 1 },
    ]);
  });
});

describe('a label as a path', () => {
  it('has an outline and a position for its sign', () => {
    expect(drawnLabel(box())).toMatchObject({ path: 'M1 2h3v4h-3Z', position: { x: 1, y: 2 }, filled: true });
    expect(drawnLabel(label('polygon', { rings: [[0, 0, 4, 0, 4, 4]] }))).toMatchObject({ path: 'M0 0L4 0L4 4Z' });
    expect(drawnLabel(label('polyline', { points: [1, 1, 2, 3] }))).toMatchObject({ path: 'M1 1L2 3', filled: false });
  });

  it('points are dots, and edges join only joints that are present', () => {
    expect(drawnLabel(label('point', { x: 5, y: 6 })).dots).toEqual([{ x: 5, y: 6 }]);
    const bones = label('skeleton', { points: [0, 0, 2, 9, 9, 0, 4, 4, 1] });
    const drawn = drawnLabel(bones, [
      [0, 1],
      [0, 2],
    ]);
    expect(drawn.path).toBe('M0 0L4 4');
    expect(drawn.dots).toHaveLength(2);
  });

  it('a mask is drawn as strips of its columns, cut where a run continues in the next', () => {
    // Columns of two pixels: the first pixel is not set, the next three are.
    expect(drawnLabel(label('bitmask', { size: [2, 2], counts: '13' }))).toMatchObject({
      path: 'M0 1h1v1h-1ZM1 0h1v2h-1Z',
      position: { x: 0, y: 0 },
    });
  });

  it('a classification has no position', () => {
    expect(drawnLabel(label('classification', {}))).toEqual({ path: '', dots: [], filled: false, position: null });
  });
});
