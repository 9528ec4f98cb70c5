/** Checks a page with axe-core, in both themes. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules whose result depends on the theme. */
const COLOUR = ['color-contrast', 'link-in-text-block'];
const THEME = 'data-mantine-color-scheme';

/** Options for `browse`: a page without fades. During a fade, axe would measure the wrong contrast. */
export const REDUCED_MOTION = { reducedMotion: 'reduce' } as const;

/** Returns serious and critical faults, one per entry: all of them in the current theme, those of colour in the other theme,
 * which stays on. The page must be opened with {@link REDUCED_MOTION}. */
export async function axeViolations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => matchMedia('(prefers-reduced-motion: reduce)').matches))) {
    throw new Error('open the page with REDUCED_MOTION: during a fade, axe would measure the wrong contrast');
  }
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axeSource);
  const other = (await page.locator('html').getAttribute(THEME)) === 'dark' ? 'light' : 'dark';
  await atRest(page);
  const found = await run(page, {});
  await show(page, other);
  found.push(...(await run(page, { runOnly: COLOUR })).map((fault) => `${other}: ${fault}`));
  return found;
}

/** Sets the system's theme, which the page follows. */
async function show(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator('html')).toHaveAttribute(THEME, colorScheme);
  await atRest(page);
}

/** Waits until no animation runs. With reduced motion they last a hundredth of a millisecond. */
async function atRest(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every((each) => each.playState !== 'running'));
}

async function run(page: Page, options: RunOptions): Promise<string[]> {
  const { violations } = await page.evaluate(
    (chosen) =>
      (window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run({
        ...chosen,
        resultTypes: ['violations'],
      }),
    options,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}
