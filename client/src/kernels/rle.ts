/** COCO's compressed run-length encoding of bitmasks (`maskApi.c` of cocoapi): column by column, background first. */

import type { BitmaskGeometry } from '../protocol/labels';
import type { Bounds } from './bounds';

/** Returns the run lengths, or `null` if the string does not encode exactly `size`. */
export function decodeRuns({ size, counts }: BitmaskGeometry): number[] | null {
  const runs: number[] = [];
  let covered = 0;
  for (let at = 0; at < counts.length; ) {
    let value = 0;
    let shift = 0;
    for (;;) {
      const byte = counts.charCodeAt(at++) - 48;
      if (!(byte >= 0 && byte < 64) || shift > 30) return null;
      // Multiplied, not shifted: the groups of five bits and the sign can exceed an int32.
      value += (byte & 0x1f) * 2 ** shift;
      shift += 5;
      if ((byte & 0x20) === 0) {
        if ((byte & 0x10) !== 0) value -= 2 ** shift;
        break;
      }
      if (at >= counts.length) return null;
    }
    if (runs.length > 2) value += runs[runs.length - 2]!;
    if (value < 0) return null;
    covered += value;
    runs.push(value);
  }
  const total = size[0] * size[1];
  return covered === total && total > 0 ? runs : null;
}

export interface Mask {
  readonly width: number;
  readonly height: number;
  /** Row by row; 1 where the mask is set. */
  readonly bits: Uint8Array;
  /** Bounds of the set pixels; `null` if none is set. */
  readonly bounds: Bounds | null;
}

export function decodeMask(code: BitmaskGeometry): Mask | null {
  const runs = decodeRuns(code);
  if (runs === null) return null;
  const [height, width] = code.size;
  const bits = new Uint8Array(width * height);
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -1;
  let maxY = -1;
  let at = 0;
  runs.forEach((run, index) => {
    if (index % 2 === 1) {
      for (let i = at; i < at + run; i++) {
        const x = Math.floor(i / height);
        const y = i - x * height;
        bits[y * width + x] = 1;
        if (x < minX) minX = x;
        if (x > maxX) maxX = x;
        if (y < minY) minY = y;
        if (y > maxY) maxY = y;
      }
    }
    at += run;
  });
  return { width, height, bits, bounds: maxX < 0 ? null : { minX, minY, maxX: maxX + 1, maxY: maxY + 1 } };
}
