/** Every page, looked over by axe-core in both themes: no serious fault. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { ADA, test } from './harness';
import { ToolPage } from './tool-page';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Serious and critical faults, as lines. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`F67 no serious accessibility fault on any page, ${colorScheme}`, async ({ server, browser }) => {
    const task = await server.makeTask({ items: 3, labels: 5 });
    const context = await browser.newContext({ colorScheme });
    const page = await server.browse(context, ADA);
    const at = async (path: string, ready: () => Promise<void>) => {
      await page.goto(server.direct + path);
      await ready();
      expect.soft(await faults(page), path).toEqual([]);
    };
    const shown = (text: string | RegExp) => () => expect(page.getByText(text).first()).toBeVisible();

    await at('/tasks', shown('My tasks'));
    await at(`/tasks/${task.id}`, shown('p1.png'));
    await at(`/tasks/${task.id}?view=table`, shown('p1.png'));
    await at(`/tasks/${task.id}?q=nothing`, shown('No item matches'));
    await at(`/tasks/${task.id}/members`, shown(ADA.email));
    await at(`/tasks/${task.id}/settings`, shown('One editor at a time'));
    await at('/import', shown('Annotation file'));
    await at('/users', shown(ADA.email));
    await at('/nowhere', shown('Nothing is here'));

    const tool = await new ToolPage(page).open(server.direct, task);
    await expect(tool.labels).toHaveCount(5);
    await tool.labels.first().click();
    await tool.press('m');
    await expect(page.getByText('No issues')).toBeVisible();
    expect.soft(await faults(page), 'tool page').toEqual([]);
    await tool.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect.soft(await faults(page), 'shortcuts').toEqual([]);
    await page.locator('[data-key="Mod+D"]').click();
    await page.keyboard.press('r');
    await expect(page.getByRole('alertdialog')).toBeVisible();
    expect.soft(await faults(page), 'a shortcut that is taken').toEqual([]);
    await page.keyboard.press('Escape');
    for (const name of ['Editor settings', 'Notifications', 'Help'] as const) {
      // A dialog before this one still fades out.
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
      if (name === 'Help') await page.getByRole('menuitem', { name: 'How review works' }).click();
      await expect(page.getByRole('dialog', { name })).toHaveCSS('opacity', '1');
      expect.soft(await faults(page), name).toEqual([]);
      await page.keyboard.press('Escape');
    }

    await context.clearCookies();
    await at('/sign-in', shown('Sign in to Countersign'));
    await context.close();
  });
}

test('F68 the label list is walked by keys, and F6 leads out of the picture', async ({ server, browser }) => {
  const task = await server.makeTask({ labels: 3 });
  const context = await browser.newContext();
  const tool = await new ToolPage(await server.browse(context, ADA)).open(server.direct, task);
  const { page } = tool;
  await expect(tool.labels).toHaveCount(3);
  await tool.focus();
  await page.keyboard.press('F6');
  const tree = page.getByRole('tree');
  await expect(tree).toBeFocused();
  // The class, then its labels: a label under the cursor is the selected one.
  for (const _ of [1, 2, 3]) await page.keyboard.press('ArrowDown');
  await expect(tool.labels.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.locator('[data-label][aria-selected="true"]')).toHaveCount(2);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await expect(tool.labels).toHaveCount(0);
  await context.close();
});
