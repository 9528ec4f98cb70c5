/** Generates small PNGs to annotate: a gradient with a number of stripes, so that no two are alike. */

import { crc32, deflateSync } from 'node:zlib';

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

const made = new Map<string, Buffer>();

/** Returns the PNG for these parameters, which is generated once. */
export function makePng(width: number, height: number, stripes: number): Buffer {
  const key = `${width} ${height} ${stripes}`;
  const png = made.get(key) ?? make(width, height, stripes);
  made.set(key, png);
  return png;
}

function make(width: number, height: number, stripes: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits, RGB.
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + 3 * width));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * (1 + 3 * width) + 1 + 3 * x;
      const stripe = Math.floor((x / width) * stripes * 2) % 2 === 0 ? 40 : 0;
      rows[at] = 60 + stripe + (x * 80) / width;
      rows[at + 1] = 90 + (y * 80) / height;
      rows[at + 2] = 110;
    }
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
