/** Reduces the points of an outline (Douglas–Peucker), for drafts shown to others and coarse drawing. */

import { distanceToSegment } from './hit';

/** Drops points that lie within `tolerance` of the result; keeps the first and the last. Iterative, not recursive. */
export function simplify(flat: readonly number[], tolerance: number): number[] {
  const count = flat.length / 2;
  if (count <= 2) return [...flat];
  const keep = new Uint8Array(count);
  keep[0] = 1;
  keep[count - 1] = 1;
  const stack: [number, number][] = [[0, count - 1]];
  for (let range = stack.pop(); range !== undefined; range = stack.pop()) {
    const [from, to] = range;
    let farthest = 0;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const distance = distanceToSegment(
        flat[2 * i]!,
        flat[2 * i + 1]!,
        flat[2 * from]!,
        flat[2 * from + 1]!,
        flat[2 * to]!,
        flat[2 * to + 1]!,
      );
      if (distance > farthest) {
        farthest = distance;
        at = i;
      }
    }
    if (at >= 0 && farthest > tolerance) {
      keep[at] = 1;
      stack.push([from, at], [at, to]);
    }
  }
  const kept: number[] = [];
  for (let i = 0; i < count; i++) if (keep[i] === 1) kept.push(flat[2 * i]!, flat[2 * i + 1]!);
  return kept;
}

/** Simplifies a closed ring to at most `most` points, raising the tolerance as far as needed. */
export function simplifyTo(flat: readonly number[], most: number, tolerance = 0.5): number[] {
  let result = [...flat];
  for (let allowed = tolerance; result.length / 2 > most; allowed *= 2) {
    result = simplify(flat, allowed);
    if (result.length <= 4) break;
  }
  return result;
}
