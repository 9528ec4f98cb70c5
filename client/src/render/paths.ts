/** A cached `Path2D` for each label, in media pixels: geometries are immutable, so a path lives as long as its geometry. */

import { rotatedCorners } from '../kernels/bounds';
import type { Figure } from '../protocol/labels';

type Edges = readonly (readonly [number, number])[];

const paths = new WeakMap<object, Path2D>();

function addRing(path: Path2D, flat: readonly number[], close: boolean): void {
  if (flat.length < 2) return;
  path.moveTo(flat[0]!, flat[1]!);
  for (let i = 2; i + 1 < flat.length; i += 2) path.lineTo(flat[i]!, flat[i + 1]!);
  if (close) path.closePath();
}

/** Returns the outline of a figure; points and masks have none. `open`: a polygon still being drawn is not closed. */
export function pathOf(figure: Figure, edges: Edges = [], open = false): Path2D {
  const kept = open ? undefined : paths.get(figure.geometry);
  if (kept !== undefined) return kept;
  const path = new Path2D();
  switch (figure.shape) {
    case 'box': {
      const { x, y, w, h } = figure.geometry;
      path.rect(x, y, w, h);
      break;
    }
    case 'rotated_box':
      addRing(path, rotatedCorners(figure.geometry), true);
      break;
    case 'polygon':
      for (const ring of figure.geometry.rings) addRing(path, ring, !open);
      break;
    case 'polyline':
      addRing(path, figure.geometry.points, false);
      break;
    case 'skeleton': {
      const { points } = figure.geometry;
      for (const [a, b] of edges) {
        if (!points[3 * a + 2] || !points[3 * b + 2]) continue;
        path.moveTo(points[3 * a]!, points[3 * a + 1]!);
        path.lineTo(points[3 * b]!, points[3 * b + 1]!);
      }
      break;
    }
    case 'point':
    case 'bitmask':
    case 'classification':
      break;
  }
  if (!open) paths.set(figure.geometry, path);
  return path;
}

/** Whether the outline encloses an area. */
export function isFilled(figure: Figure): boolean {
  return figure.shape === 'box' || figure.shape === 'rotated_box' || figure.shape === 'polygon';
}

/** Returns the points drawn as dots: `[x, y, hidden]`. */
export function dotsOf(figure: Figure): readonly (readonly [number, number, boolean])[] {
  if (figure.shape === 'point') return [[figure.geometry.x, figure.geometry.y, false]];
  if (figure.shape !== 'skeleton') return [];
  const dots: [number, number, boolean][] = [];
  const { points } = figure.geometry;
  for (let i = 0; i + 2 < points.length; i += 3) {
    if (points[i + 2] !== 0) dots.push([points[i]!, points[i + 1]!, points[i + 2] === 1]);
  }
  return dots;
}
