/** Hit tests: whether a point lies on a figure. */

import type { Figure } from '../protocol/labels';
import { rotatedCorners } from './bounds';

/** Whether the point is inside, by the even-odd rule over all rings. */
export function insideRings(rings: readonly (readonly number[])[], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i + 1 < ring.length; j = i, i += 2) {
      const xi = ring[i]!;
      const yi = ring[i + 1]!;
      const xj = ring[j]!;
      const yj = ring[j + 1]!;
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
  }
  return inside;
}

export function distanceToSegment(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const dx = x2 - x1;
  const dy = y2 - y1;
  const long = dx * dx + dy * dy;
  const t = long === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / long));
  return Math.hypot(x - (x1 + t * dx), y - (y1 + t * dy));
}

export function distanceToLine(flat: readonly number[], x: number, y: number, closed: boolean): number {
  let nearest = Infinity;
  for (let i = 0; i + 3 < flat.length; i += 2) {
    nearest = Math.min(nearest, distanceToSegment(x, y, flat[i]!, flat[i + 1]!, flat[i + 2]!, flat[i + 3]!));
  }
  if (closed && flat.length >= 4) {
    const n = flat.length;
    nearest = Math.min(nearest, distanceToSegment(x, y, flat[n - 2]!, flat[n - 1]!, flat[0]!, flat[1]!));
  }
  return nearest;
}

/** Whether a decoded mask is set at a point. Without such a test, the whole area of the mask counts. */
export type MaskTest = (x: number, y: number) => boolean;

/** Whether the point lies on the figure. `tolerance`, in media pixels, applies to outlines, lines and points. */
export function hits(
  figure: Figure,
  x: number,
  y: number,
  tolerance: number,
  edges: readonly (readonly [number, number])[] = [],
  mask?: MaskTest,
): boolean {
  switch (figure.shape) {
    case 'box': {
      const { x: left, y: top, w, h } = figure.geometry;
      const t = tolerance;
      return x >= left - t && x <= left + w + t && y >= top - t && y <= top + h + t;
    }
    case 'rotated_box': {
      const corners = rotatedCorners(figure.geometry);
      return insideRings([corners], x, y) || distanceToLine(corners, x, y, true) <= tolerance;
    }
    case 'polygon':
      return (
        insideRings(figure.geometry.rings, x, y) ||
        figure.geometry.rings.some((ring) => distanceToLine(ring, x, y, true) <= tolerance)
      );
    case 'polyline':
      return distanceToLine(figure.geometry.points, x, y, false) <= tolerance;
    case 'point':
      return Math.hypot(figure.geometry.x - x, figure.geometry.y - y) <= tolerance * 1.5;
    case 'skeleton': {
      const { points } = figure.geometry;
      for (let i = 0; i + 2 < points.length; i += 3) {
        if (points[i + 2] !== 0 && Math.hypot(points[i]! - x, points[i + 1]! - y) <= tolerance * 1.5) return true;
      }
      return edges.some(([a, b]) => {
        if (!points[3 * a + 2] || !points[3 * b + 2]) return false;
        const [x1, y1, x2, y2] = [points[3 * a]!, points[3 * a + 1]!, points[3 * b]!, points[3 * b + 1]!];
        return distanceToSegment(x, y, x1, y1, x2, y2) <= tolerance;
      });
    }
    case 'bitmask':
      return mask === undefined || mask(x, y);
    case 'classification':
      return false;
  }
}
