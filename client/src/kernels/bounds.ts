/** Bounding boxes of figures, and sizes. All in media pixels unless stated otherwise. */

import type { Figure } from '../protocol/labels';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Bounds {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** Rounds to hundredths of a pixel, which are precise enough and short to store. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

export function clampPoint(point: Point, size: Size): Point {
  return { x: round(clamp(point.x, 0, size.width)), y: round(clamp(point.y, 0, size.height)) };
}

/** Returns the bounds of flat coordinates with `stride` numbers per point. */
export function boundsOfPoints(flat: readonly number[], stride = 2): Bounds | null {
  if (flat.length < 2) return null;
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (let i = 0; i + 1 < flat.length; i += stride) {
    const x = flat[i]!;
    const y = flat[i + 1]!;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return { minX, minY, maxX, maxY };
}

export function union(a: Bounds | null, b: Bounds | null): Bounds | null {
  if (a === null) return b;
  if (b === null) return a;
  return {
    minX: Math.min(a.minX, b.minX),
    minY: Math.min(a.minY, b.minY),
    maxX: Math.max(a.maxX, b.maxX),
    maxY: Math.max(a.maxY, b.maxY),
  };
}

export function intersects(a: Bounds, b: Bounds): boolean {
  return a.minX <= b.maxX && a.maxX >= b.minX && a.minY <= b.maxY && a.maxY >= b.minY;
}

export function area(b: Bounds): number {
  return (b.maxX - b.minX) * (b.maxY - b.minY);
}

/** Returns the corners of a rotated box, clockwise from the top left of the unrotated box. */
export function rotatedCorners(box: { cx: number; cy: number; w: number; h: number; angle: number }): number[] {
  const turn = (box.angle * Math.PI) / 180;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const corners: number[] = [];
  for (const [sx, sy] of [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const) {
    const dx = (sx * box.w) / 2;
    const dy = (sy * box.h) / 2;
    corners.push(box.cx + dx * cos - dy * sin, box.cy + dx * sin + dy * cos);
  }
  return corners;
}

/** Returns the bounds of a figure, or `null` for a classification, which has no position. */
export function boundsOf(figure: Figure): Bounds | null {
  switch (figure.shape) {
    case 'box': {
      const { x, y, w, h } = figure.geometry;
      return { minX: x, minY: y, maxX: x + w, maxY: y + h };
    }
    case 'rotated_box':
      return boundsOfPoints(rotatedCorners(figure.geometry));
    case 'polygon':
      return figure.geometry.rings.reduce<Bounds | null>((all, ring) => union(all, boundsOfPoints(ring)), null);
    case 'polyline':
      return boundsOfPoints(figure.geometry.points);
    case 'point': {
      const { x, y } = figure.geometry;
      return { minX: x, minY: y, maxX: x, maxY: y };
    }
    case 'skeleton': {
      const seen: number[] = [];
      const { points } = figure.geometry;
      for (let i = 0; i + 2 < points.length; i += 3) {
        if (points[i + 2] !== 0) seen.push(points[i]!, points[i + 1]!);
      }
      return boundsOfPoints(seen);
    }
    case 'bitmask':
      // The size of the whole mask; which part of it is set is known only after decoding.
      return { minX: 0, minY: 0, maxX: figure.geometry.size[1], maxY: figure.geometry.size[0] };
    case 'classification':
      return null;
  }
}
