/** Decoded bitmasks, kept while something uses them: each is decoded once. */

import type { MaskTest } from '../kernels/hit';
import { decodeMask, type Mask } from '../kernels/rle';
import type { BitmaskGeometry } from '../protocol/labels';

export class MaskCache {
  readonly #decoded = new WeakMap<BitmaskGeometry, Mask | 'broken'>();

  get(code: BitmaskGeometry): Mask | null {
    let mask = this.#decoded.get(code);
    if (mask === undefined) {
      mask = decodeMask(code) ?? 'broken';
      this.#decoded.set(code, mask);
    }
    return mask === 'broken' ? null : mask;
  }

  test(code: BitmaskGeometry): MaskTest {
    const mask = this.get(code);
    if (mask === null) return () => false;
    return (x, y) => {
      const column = Math.floor(x);
      const row = Math.floor(y);
      if (column < 0 || row < 0 || column >= mask.width || row >= mask.height) return false;
      return mask.bits[row * mask.width + column] === 1;
    };
  }
}
