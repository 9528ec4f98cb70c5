/** Bitmasks as images: the set part of each, coloured once. */

import type { MaskCache } from '../editor/masks';
import type { BitmaskGeometry } from '../protocol/labels';

interface MaskImage {
  readonly color: string;
  readonly x: number;
  readonly y: number;
  readonly canvas: HTMLCanvasElement;
}

export class MaskImages {
  readonly #masks: MaskCache;
  readonly #pictures = new WeakMap<BitmaskGeometry, MaskImage>();

  constructor(masks: MaskCache) {
    this.#masks = masks;
  }

  draw(context: CanvasRenderingContext2D, code: BitmaskGeometry, color: string): void {
    const picture = this.#picture(code, color);
    if (picture !== null) context.drawImage(picture.canvas, picture.x, picture.y);
  }

  #picture(code: BitmaskGeometry, color: string): MaskImage | null {
    const kept = this.#pictures.get(code);
    if (kept?.color === color) return kept;
    const mask = this.#masks.get(code);
    if (mask?.bounds == null) return null;
    const { minX, minY, maxX, maxY } = mask.bounds;
    const canvas = document.createElement('canvas');
    canvas.width = maxX - minX;
    canvas.height = maxY - minY;
    const context = canvas.getContext('2d');
    if (context === null) return null;
    const image = context.createImageData(canvas.width, canvas.height);
    const pixels = new Uint32Array(image.data.buffer);
    const value = Number.parseInt(color.slice(1), 16);
    // Little-endian, as every machine with a browser is: alpha, blue, green, red.
    const packed = ((0xff << 24) | ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
    for (let y = minY; y < maxY; y++) {
      for (let x = minX; x < maxX; x++) {
        if (mask.bits[y * mask.width + x] === 1) pixels[(y - minY) * canvas.width + x - minX] = packed;
      }
    }
    context.putImageData(image, 0, 0);
    const picture = { color, x: minX, y: minY, canvas };
    this.#pictures.set(code, picture);
    return picture;
  }
}
