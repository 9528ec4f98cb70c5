import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Who may import whom, types included. Everyone may import themselves. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  platform: [],
  kernels: ['protocol'],
  model: ['protocol', 'kernels'],
  sync: ['protocol', 'platform', 'model'],
  editor: ['protocol', 'platform', 'kernels', 'model', 'sync'],
  actions: ['protocol', 'platform', 'sync', 'editor'],
  render: ['protocol', 'kernels', 'editor'],
};

/** Packages that only one layer, or none of these, may know. */
const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  yjs: ['model', 'sync'],
  react: [],
  'react-dom': [],
  '@mantine/core': [],
};

const src = resolve(import.meta.dirname);

function files(folder: string): string[] {
  return readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => join(src, folder, name));
}

function imports(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s+'([^']+)'/g)].map((match) => match[1]!);
}

describe('layers', () => {
  it.each(Object.keys(MAY_IMPORT))('%s imports only from below', (layer) => {
    const wrong: string[] = [];
    for (const file of files(layer)) {
      for (const target of imports(file)) {
        const name = relative(src, file);
        if (!target.startsWith('.')) {
          const owners = ONLY_IN[target];
          if (owners !== undefined && !owners.includes(layer)) wrong.push(`${name} imports ${target}`);
          continue;
        }
        const other = relative(src, resolve(dirname(file), target)).split('/')[0]!;
        if (other !== layer && !MAY_IMPORT[layer]!.includes(other)) wrong.push(`${name} imports ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('the browser’s globals are used in platform and render only', () => {
    const globals =
      /(?<![.\w])(setTimeout|setInterval|sessionStorage|localStorage|indexedDB|fetch|WebSocket|Date\.now|Math\.random|crypto|navigator\.(?:locks|onLine))\b/;
    const wrong = ['kernels', 'model', 'sync', 'editor', 'actions'].flatMap((layer) =>
      files(layer).filter((file) => globals.test(readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''))),
    );
    expect(wrong.map((file) => relative(src, file))).toEqual([]);
  });
});
