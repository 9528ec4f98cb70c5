import { describe, expect, it } from 'vitest';
import type { Figure, OntologyClass } from '../protocol/labels';
import { orphaned, valueAt, visibleFields } from './attributes';
import { boundsOf } from './bounds';
import { fitTo, MAX_ZOOM, pan, toMedia, toScreen, zoomAt } from './camera';
import { boxBetween, dragHandle, edgeAt, handlesOf, moveBy, removeVertex, resizeBox } from './edit';
import { distanceToLine, hits, insideRings } from './hit';
import { decodeMask, decodeRuns } from './rle';
import { simplify, simplifyTo } from './simplify';

const size = { width: 100, height: 80 };
const square = [10, 10, 30, 10, 30, 30, 10, 30];
const polygon: Figure = { shape: 'polygon', geometry: { rings: [square] } };
const view = { width: 800, height: 600 };

describe('hit tests', () => {
  it('a hole is not inside (even-odd)', () => {
    const rings = [
      [0, 0, 40, 0, 40, 40, 0, 40],
      [10, 10, 30, 10, 30, 30, 10, 30],
    ];
    expect(insideRings(rings, 5, 5)).toBe(true);
    expect(insideRings(rings, 20, 20)).toBe(false);
    expect(insideRings(rings, 50, 20)).toBe(false);
  });

  it('a line is hit near its segments only; a closed line also at its closing edge', () => {
    const flat = [0, 0, 10, 0, 10, 10];
    expect(distanceToLine(flat, 5, 5, false)).toBeCloseTo(5);
    expect(distanceToLine(flat, 5, 5, true)).toBeCloseTo(0);
  });

  it('a rotated box is hit where it lies, not where the unrotated box would be', () => {
    const figure: Figure = { shape: 'rotated_box', geometry: { cx: 50, cy: 40, w: 40, h: 4, angle: 90 } };
    expect(hits(figure, 50, 55, 0)).toBe(true);
    expect(hits(figure, 65, 40, 0)).toBe(false);
  });

  it('an unlabelled joint is not hit, and has no edges', () => {
    const figure: Figure = { shape: 'skeleton', geometry: { points: [10, 10, 2, 30, 10, 2, 0, 0, 0] } };
    const edges = [
      [0, 1],
      [1, 2],
    ] as const;
    expect(hits(figure, 20, 10, 2, edges)).toBe(true);
    expect(hits(figure, 0, 0, 2, edges)).toBe(false);
    expect(hits(figure, 15, 5, 2, edges)).toBe(false);
    expect(boundsOf(figure)).toEqual({ minX: 10, minY: 10, maxX: 30, maxY: 10 });
  });
});

describe('camera', () => {
  it('F79 zooming keeps the point under the pointer', () => {
    const camera = { x: 50, y: 40, zoom: 2 };
    const before = toMedia(camera, view, 123, 456);
    const zoomed = zoomAt(camera, view, 1.7, 123, 456);
    const after = toScreen(zoomed, view, before.x, before.y);
    expect(after.x).toBeCloseTo(123);
    expect(after.y).toBeCloseTo(456);
    expect(zoomAt(camera, view, 1e9, 0, 0).zoom).toBe(MAX_ZOOM);
  });

  it('panning moves the image with the pointer', () => {
    const camera = { x: 50, y: 40, zoom: 2 };
    const before = toScreen(camera, view, 10, 10);
    const after = toScreen(pan(camera, 30, -20), view, 10, 10);
    expect([after.x - before.x, after.y - before.y]).toEqual([30, -20]);
  });

  it('F79 fit shows all of the bounds', () => {
    const camera = fitTo({ minX: 0, minY: 0, maxX: 4000, maxY: 100 }, view, { x: 20, y: 20 });
    expect(toScreen(camera, view, 0, 50).x).toBeCloseTo(20);
    expect(toScreen(camera, view, 4000, 50).x).toBeCloseTo(780);
  });
});

describe('boxes', () => {
  it('are drawn in any direction, within the image, with a minimum size', () => {
    expect(boxBetween({ x: 30, y: 40 }, { x: 10, y: 20 }, size)).toEqual({ x: 10, y: 20, w: 20, h: 20 });
    expect(boxBetween({ x: -5, y: -5 }, { x: 500, y: 500 }, size)).toEqual({ x: 0, y: 0, w: 100, h: 80 });
    const thin = boxBetween({ x: 100, y: 80 }, { x: 100, y: 80 }, size);
    expect(thin).toEqual({ x: 99, y: 79, w: 1, h: 1 });
  });

  it('flip when a side is dragged across the opposite one', () => {
    const box = { x: 10, y: 10, w: 20, h: 20 };
    expect(resizeBox(box, -1, 0, { x: 50, y: 0 }, size)).toEqual({ x: 30, y: 10, w: 20, h: 20 });
    expect(resizeBox(box, 1, 1, { x: 40, y: 50 }, size)).toEqual({ x: 10, y: 10, w: 30, h: 40 });
  });

  it('a rotated box keeps its opposite side when resized', () => {
    const figure: Figure = { shape: 'rotated_box', geometry: { cx: 50, cy: 40, w: 20, h: 10, angle: 90 } };
    const wider = dragHandle(figure, { kind: 'side', sx: 1, sy: 0 }, { x: 50, y: 60 }, size);
    expect(wider.geometry).toEqual({ cx: 50, cy: 45, w: 30, h: 10, angle: 90 });
    const turned = dragHandle(figure, { kind: 'rotate' }, { x: 60, y: 40 }, size);
    expect(turned.geometry).toMatchObject({ angle: 90 });
  });
});

describe('moving', () => {
  it('stops at the edge of the image without changing the shape', () => {
    for (const figure of [
      polygon,
      { shape: 'box', geometry: { x: 10, y: 10, w: 20, h: 20 } },
      { shape: 'polyline', geometry: { points: square } },
      { shape: 'skeleton', geometry: { points: [10, 10, 2, 30, 30, 1] } },
    ] satisfies Figure[]) {
      const moved = boundsOf(moveBy(figure, 1e6, -1e6, size));
      expect(moved).toEqual({ minX: 80, minY: 0, maxX: 100, maxY: 20 });
    }
  });
});

describe('vertices', () => {
  it('are dragged, inserted between two, and removed down to three', () => {
    const dragged = dragHandle(polygon, { kind: 'vertex', ring: 0, index: 1 }, { x: 999, y: 5 }, size);
    expect(dragged.geometry).toEqual({ rings: [[10, 10, 100, 5, 30, 30, 10, 30]] });
    const inserted = dragHandle(polygon, { kind: 'middle', ring: 0, index: 3 }, { x: 5, y: 20 }, size);
    expect(inserted.geometry).toEqual({ rings: [[...square, 5, 20]] });
    const three = removeVertex(polygon, 0, 0);
    expect(three?.geometry).toEqual({ rings: [[30, 10, 30, 30, 10, 30]] });
    expect(three === null ? 'gone' : removeVertex(three, 0, 0)).toBeNull();
  });

  it('have a handle each, and one between each pair', () => {
    expect(handlesOf(polygon)).toHaveLength(8);
    expect(handlesOf({ shape: 'polyline', geometry: { points: square } })).toHaveLength(7);
    expect(edgeAt(polygon, 20, 11, 3)).toEqual({ kind: 'middle', ring: 0, index: 0 });
    expect(edgeAt(polygon, 20, 20, 3)).toBeNull();
  });
});

describe('bitmasks', () => {
  // The runs that `Rle::from_runs` in `shared` writes for a mask of 9 rows and 10 columns.
  const runs = [6, 1, 40, 4, 5, 4, 5, 4, 21];
  const encode = (numbers: number[]): string => {
    let text = '';
    numbers.forEach((run, i) => {
      let x = i > 2 ? run - numbers[i - 2]! : run;
      for (let more = true; more; ) {
        let c = x & 0x1f;
        x >>= 5;
        more = (c & 0x10) !== 0 ? x !== -1 : x !== 0;
        if (more) c |= 0x20;
        text += String.fromCharCode(c + 48);
      }
    });
    return text;
  };

  it('decode column by column, background first', () => {
    const code = { size: [9, 10] as const, counts: encode(runs) };
    expect(decodeRuns(code)).toEqual(runs);
    const mask = decodeMask(code);
    expect(mask?.bits.reduce((sum, bit) => sum + bit, 0)).toBe(1 + 4 + 4 + 4);
    expect(mask?.bits[6 * 10 + 0]).toBe(1);
    expect(mask?.bounds).toEqual({ minX: 0, minY: 2, maxX: 8, maxY: 7 });
  });

  it('an invalid encoding decodes to null', () => {
    for (const counts of ['', '0', '~~~~', 'oooooooooooooooooooo', '\u007f']) {
      expect(decodeRuns({ size: [9, 10], counts })).toBeNull();
    }
  });
});

describe('simplifying', () => {
  it('keeps ends and corners, and drops the points between', () => {
    expect(simplify([0, 0, 5, 0.1, 10, 0, 10, 5, 10, 10], 0.5)).toEqual([0, 0, 10, 0, 10, 10]);
    const circle = Array.from({ length: 2_000 }, (_, i) => (i % 2 === 0 ? Math.cos(i / 318) : Math.sin(i / 318)) * 500);
    expect(simplifyTo(circle, 80).length).toBeLessThanOrEqual(160);
  });
});

describe('attribute forms', () => {
  const cls: OntologyClass = {
    id: 'car',
    name: 'Car',
    color: '#112233',
    shapes: ['box'],
    attributes: [
      {
        id: 'kind',
        name: 'Kind',
        kind: 'radio',
        required: true,
        options: [
          { id: 'taxi', name: 'Taxi', attributes: [{ id: 'number', name: 'Number', kind: 'number', required: true }] },
          { id: 'van', name: 'Van' },
        ],
      },
      { id: 'note', name: 'Note', kind: 'text' },
    ],
  };

  it('show nested attributes only under the chosen option', () => {
    expect(visibleFields(cls, {}).map((f) => [f.attribute.id, f.missing])).toEqual([
      ['kind', true],
      ['note', false],
    ]);
    expect(visibleFields(cls, { kind: 'taxi' }).map((f) => [f.attribute.id, f.depth, f.missing])).toEqual([
      ['kind', 0, false],
      ['number', 1, true],
      ['note', 0, false],
    ]);
  });

  it('report answers that are no longer asked for', () => {
    expect(orphaned(cls, { kind: 'van', number: 7, note: 'x' })).toEqual(['number']);
    expect(orphaned(cls, { kind: 'taxi', number: 7 })).toEqual([]);
  });

  it('a per-frame value applies until the next one', () => {
    const attribute = { id: 'a', name: 'A', kind: 'text', per_frame: true } as const;
    expect(valueAt(attribute, { '0': 'x', '10': 'y' }, 9)).toBe('x');
    expect(valueAt(attribute, { '0': 'x', '10': 'y' }, 10)).toBe('y');
    expect(valueAt(attribute, { '5': 'x' }, 4)).toBeUndefined();
  });
});
