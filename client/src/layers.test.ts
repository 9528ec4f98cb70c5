import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = resolve(import.meta.dirname);

function files(folder: string): string[] {
  return readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => join(src, folder, name));
}

describe('layers', () => {
  it('browser globals are used in platform and render only', () => {
    const globals =
      /(?<![.\w])(setTimeout|setInterval|sessionStorage|localStorage|indexedDB|fetch|WebSocket|Date\.now|Math\.random|crypto|navigator\.(?:locks|onLine))\b/;
    const wrong = ['kernels', 'model', 'sync', 'editor', 'actions'].flatMap((layer) =>
      files(layer).filter((file) => globals.test(readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''))),
    );
    expect(wrong.map((file) => relative(src, file))).toEqual([]);
  });
});
