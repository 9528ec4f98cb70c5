/** Moving and reshaping figures: handles, drags, clamping to the image. No function changes its arguments in place. */

import type { BoxGeometry, Figure, RotatedBoxGeometry } from '../protocol/labels';
import { boundsOf, clamp, clampPoint, type Point, round, type Size } from './bounds';
import { distanceToSegment } from './hit';

/** The smallest side of a box, in media pixels. */
export const MIN_SIDE = 1;

/** A part of a selected figure that can be dragged. */
export type Handle =
  /** On a box: -1, 0 or 1 for the side it sits on. */
  | { readonly kind: 'side'; readonly sx: -1 | 0 | 1; readonly sy: -1 | 0 | 1 }
  /** On a ring of a polygon (a polyline has ring 0). */
  | { readonly kind: 'vertex'; readonly ring: number; readonly index: number }
  /** Between vertex `index` and the next: dragging it inserts a vertex. */
  | { readonly kind: 'middle'; readonly ring: number; readonly index: number }
  | { readonly kind: 'joint'; readonly index: number }
  | { readonly kind: 'rotate' };

export interface PlacedHandle extends Point {
  readonly handle: Handle;
}

const SIDES = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
] as const;

/** Returns the handles of a figure. `rotateOffset` is the distance of the rotation handle from the box, in media pixels. */
export function handlesOf(figure: Figure, rotateOffset = 20): PlacedHandle[] {
  switch (figure.shape) {
    case 'box': {
      const { x, y, w, h } = figure.geometry;
      return SIDES.map(([sx, sy]) => ({
        handle: { kind: 'side', sx, sy },
        x: x + ((sx + 1) / 2) * w,
        y: y + ((sy + 1) / 2) * h,
      }));
    }
    case 'rotated_box': {
      const box = figure.geometry;
      const placed: PlacedHandle[] = SIDES.map(([sx, sy]) => ({
        handle: { kind: 'side', sx, sy },
        ...fromLocal(box, (sx * box.w) / 2, (sy * box.h) / 2),
      }));
      placed.push({ handle: { kind: 'rotate' }, ...fromLocal(box, 0, -box.h / 2 - rotateOffset) });
      return placed;
    }
    case 'polygon':
      return figure.geometry.rings.flatMap((ring, index) => lineHandles(ring, index, true));
    case 'polyline':
      return lineHandles(figure.geometry.points, 0, false);
    case 'skeleton': {
      const placed: PlacedHandle[] = [];
      const { points } = figure.geometry;
      for (let i = 0; i + 2 < points.length; i += 3) {
        if (points[i + 2] !== 0) {
          placed.push({ handle: { kind: 'joint', index: i / 3 }, x: points[i]!, y: points[i + 1]! });
        }
      }
      return placed;
    }
    case 'point':
    case 'bitmask':
    case 'classification':
      return [];
  }
}

function lineHandles(flat: readonly number[], ring: number, closed: boolean): PlacedHandle[] {
  const placed: PlacedHandle[] = [];
  const count = flat.length / 2;
  for (let index = 0; index < count; index++) {
    const x = flat[2 * index]!;
    const y = flat[2 * index + 1]!;
    placed.push({ handle: { kind: 'vertex', ring, index }, x, y });
    if (!closed && index === count - 1) break;
    const next = (index + 1) % count;
    placed.push({
      handle: { kind: 'middle', ring, index },
      x: (x + flat[2 * next]!) / 2,
      y: (y + flat[2 * next + 1]!) / 2,
    });
  }
  return placed;
}

function fromLocal(box: RotatedBoxGeometry, dx: number, dy: number): Point {
  const turn = (box.angle * Math.PI) / 180;
  return {
    x: box.cx + dx * Math.cos(turn) - dy * Math.sin(turn),
    y: box.cy + dx * Math.sin(turn) + dy * Math.cos(turn),
  };
}

/** Returns the figure with one handle dragged to `to`, kept within the image. */
export function dragHandle(figure: Figure, handle: Handle, to: Point, size: Size): Figure {
  switch (figure.shape) {
    case 'box':
      if (handle.kind !== 'side') return figure;
      return { shape: 'box', geometry: resizeBox(figure.geometry, handle.sx, handle.sy, to, size) };
    case 'rotated_box':
      return { shape: 'rotated_box', geometry: reshapeRotated(figure.geometry, handle, to, size) };
    case 'polygon': {
      if (handle.kind !== 'vertex' && handle.kind !== 'middle') return figure;
      const rings = figure.geometry.rings.map((ring, index) =>
        index === handle.ring ? dragVertex(ring, handle, clampPoint(to, size)) : ring,
      );
      return { shape: 'polygon', geometry: { rings } };
    }
    case 'polyline': {
      if (handle.kind !== 'vertex' && handle.kind !== 'middle') return figure;
      const points = dragVertex(figure.geometry.points, handle, clampPoint(to, size));
      return { shape: 'polyline', geometry: { points } };
    }
    case 'skeleton': {
      if (handle.kind !== 'joint') return figure;
      const points = [...figure.geometry.points];
      const at = clampPoint(to, size);
      points[3 * handle.index] = at.x;
      points[3 * handle.index + 1] = at.y;
      return { shape: 'skeleton', geometry: { points } };
    }
    case 'point':
    case 'bitmask':
    case 'classification':
      return figure;
  }
}

function dragVertex(flat: readonly number[], handle: Handle & { index: number }, to: Point): number[] {
  const points = [...flat];
  if (handle.kind === 'middle') points.splice(2 * (handle.index + 1), 0, to.x, to.y);
  else points.splice(2 * handle.index, 2, to.x, to.y);
  return points;
}

/** Resizes a box by a side or corner. Sides can cross: dragging the left side past the right one flips the box. */
export function resizeBox(box: BoxGeometry, sx: number, sy: number, to: Point, size: Size): BoxGeometry {
  const at = clampPoint(to, size);
  const fixedX = sx < 0 ? box.x + box.w : box.x;
  const fixedY = sy < 0 ? box.y + box.h : box.y;
  const x2 = sx === 0 ? box.x + box.w : at.x;
  const y2 = sy === 0 ? box.y + box.h : at.y;
  return boxBetween({ x: fixedX, y: fixedY }, { x: x2, y: y2 }, size);
}

/** Returns the box spanned by two points, within the image and at least {@link MIN_SIDE} wide and high. */
export function boxBetween(a: Point, b: Point, size: Size): BoxGeometry {
  const from = clampPoint(a, size);
  const to = clampPoint(b, size);
  const w = Math.min(Math.max(Math.abs(to.x - from.x), MIN_SIDE), size.width);
  const h = Math.min(Math.max(Math.abs(to.y - from.y), MIN_SIDE), size.height);
  return {
    x: round(clamp(Math.min(from.x, to.x), 0, size.width - w)),
    y: round(clamp(Math.min(from.y, to.y), 0, size.height - h)),
    w: round(w),
    h: round(h),
  };
}

function reshapeRotated(box: RotatedBoxGeometry, handle: Handle, to: Point, size: Size): RotatedBoxGeometry {
  if (handle.kind === 'rotate') {
    const angle = (Math.atan2(to.y - box.cy, to.x - box.cx) * 180) / Math.PI + 90;
    return { ...box, angle: round(((angle % 360) + 360) % 360) };
  }
  if (handle.kind !== 'side') return box;
  const turn = (-box.angle * Math.PI) / 180;
  const dx = to.x - box.cx;
  const dy = to.y - box.cy;
  const local = { x: dx * Math.cos(turn) - dy * Math.sin(turn), y: dx * Math.sin(turn) + dy * Math.cos(turn) };
  // The opposite side stays in place: size and centre both change, along the box's own axes.
  const w = handle.sx === 0 ? box.w : Math.max(handle.sx * local.x + box.w / 2, MIN_SIDE);
  const h = handle.sy === 0 ? box.h : Math.max(handle.sy * local.y + box.h / 2, MIN_SIDE);
  const centre = fromLocal(box, (handle.sx * (w - box.w)) / 2, (handle.sy * (h - box.h)) / 2);
  const kept = clampPoint(centre, size);
  return { cx: kept.x, cy: kept.y, w: round(w), h: round(h), angle: box.angle };
}

/** Returns the figure moved by (dx, dy), or by as much of it as the image has room for. */
export function moveBy(figure: Figure, dx: number, dy: number, size: Size): Figure {
  const bounds =
    figure.shape === 'rotated_box'
      ? { minX: figure.geometry.cx, maxX: figure.geometry.cx, minY: figure.geometry.cy, maxY: figure.geometry.cy }
      : boundsOf(figure);
  if (bounds === null) return figure;
  const mx = clamp(dx, -bounds.minX, Math.max(size.width - bounds.maxX, -bounds.minX));
  const my = clamp(dy, -bounds.minY, Math.max(size.height - bounds.maxY, -bounds.minY));
  const shift = (flat: readonly number[]): number[] =>
    flat.map((v, i) => round(clamp(v + (i % 2 === 0 ? mx : my), 0, i % 2 === 0 ? size.width : size.height)));
  switch (figure.shape) {
    case 'box': {
      const { x, y, w, h } = figure.geometry;
      return {
        shape: 'box',
        geometry: {
          x: round(clamp(x + mx, 0, size.width - w)),
          y: round(clamp(y + my, 0, size.height - h)),
          w,
          h,
        },
      };
    }
    case 'rotated_box': {
      const box = figure.geometry;
      return { shape: 'rotated_box', geometry: { ...box, cx: round(box.cx + mx), cy: round(box.cy + my) } };
    }
    case 'polygon':
      return { shape: 'polygon', geometry: { rings: figure.geometry.rings.map(shift) } };
    case 'polyline':
      return { shape: 'polyline', geometry: { points: shift(figure.geometry.points) } };
    case 'point': {
      const { x, y } = figure.geometry;
      return { shape: 'point', geometry: clampPoint({ x: x + mx, y: y + my }, size) };
    }
    case 'skeleton': {
      const points = figure.geometry.points.map((v, i) => {
        if (i % 3 === 2) return v;
        return round(clamp(v + (i % 3 === 0 ? mx : my), 0, i % 3 === 0 ? size.width : size.height));
      });
      return { shape: 'skeleton', geometry: { points } };
    }
    case 'bitmask':
    case 'classification':
      return figure;
  }
}

/** Returns the figure without that vertex, or `null` if too few would be left. A ring with fewer than three is removed. */
export function removeVertex(figure: Figure, ring: number, index: number): Figure | null {
  if (figure.shape === 'polyline') {
    if (figure.geometry.points.length <= 4) return null;
    return { shape: 'polyline', geometry: { points: without(figure.geometry.points, index) } };
  }
  if (figure.shape !== 'polygon') return null;
  const rings = figure.geometry.rings
    .map((points, i) => (i === ring ? without(points, index) : points))
    .filter((points) => points.length >= 6);
  return rings.length === 0 ? null : { shape: 'polygon', geometry: { rings } };
}

function without(flat: readonly number[], index: number): number[] {
  return [...flat.slice(0, 2 * index), ...flat.slice(2 * index + 2)];
}

/** Returns the edge of a polygon or polyline nearest to the point within `tolerance`, as the handle that inserts a vertex. */
export function edgeAt(figure: Figure, x: number, y: number, tolerance: number): Handle | null {
  const rings =
    figure.shape === 'polygon' ? figure.geometry.rings : figure.shape === 'polyline' ? [figure.geometry.points] : [];
  let best: Handle | null = null;
  let nearest = tolerance;
  rings.forEach((flat, ring) => {
    const count = flat.length / 2;
    const edges = figure.shape === 'polygon' ? count : count - 1;
    for (let index = 0; index < edges; index++) {
      const next = (index + 1) % count;
      const distance = distanceToSegment(
        x,
        y,
        flat[2 * index]!,
        flat[2 * index + 1]!,
        flat[2 * next]!,
        flat[2 * next + 1]!,
      );
      if (distance <= nearest) {
        nearest = distance;
        best = { kind: 'middle', ring, index };
      }
    }
  });
  return best;
}
