/** A page looked over by axe-core, in both themes. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules whose answer depends on the theme. */
const COLOUR = ['color-contrast', 'link-in-text-block'];
const THEME = 'data-mantine-color-scheme';

/** Serious and critical faults, as lines: all of them in the theme that is shown, those of colour in the other, which stays. */
export async function faults(page: Page): Promise<string[]> {
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axeSource);
  const other = (await page.locator('html').getAttribute(THEME)) === 'dark' ? 'light' : 'dark';
  const found = await run(page, {});
  await show(page, other);
  found.push(...(await run(page, { runOnly: COLOUR })).map((fault) => `${other}: ${fault}`));
  return found;
}

/** The system's theme, which the page follows; once no colour is on its way any more. */
async function show(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator('html')).toHaveAttribute(THEME, colorScheme);
  await page.waitForFunction(() => document.getAnimations().every((each) => !(each instanceof CSSTransition)));
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
