/** The tool page for one user: links, theme, keys of the view, and undo of own edits only. */

import { expect } from '@playwright/test';
import { ADA, ANA, BO, test } from './harness';
import { ToolPage } from './tool-page';

test('F72 a link opens the item with its label selected, and the copied link is the same', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ labels: 3 });
  const [, label] = Object.keys(await (await server.signIn(ADA)).labels(task.items[0]!));
  const page = await browse(ANA, { permissions: ['clipboard-read', 'clipboard-write'] });
  const tool = await new ToolPage(page).open(server.direct, task, `${task.items[0]}?label=${label}`);
  const selected = page.locator('[data-label][aria-selected="true"]');
  await expect(selected).toHaveCount(1);
  await expect(selected).toHaveAttribute('data-label', label!);

  await tool.button('Copy link to this view').click();
  await expect(page.getByText('Link to this label copied')).toBeVisible();
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  expect(link.pathname).toBe(`/tasks/${task.id}/items/${task.items[0]}`);
  expect(link.searchParams.get('label')).toBe(label);
});

test('F67 the theme follows the system until one is chosen, which a reload keeps', async ({ server, browse }) => {
  const task = await server.makeTask();
  const page = await browse(ANA, { colorScheme: 'dark' });
  const tool = await new ToolPage(page).open(server.direct, task);
  const root = page.locator('html');
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await expect(root).toHaveAttribute('data-mantine-color-scheme', 'dark');
  const dark = await background();
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(root).toHaveAttribute('data-mantine-color-scheme', 'light');
  await expect.poll(background).not.toBe(dark);
  await tool.button('More options').click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(root).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.reload();
  await expect(root).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect(tool.labels).toHaveCount(1);
});

test('F79 the view zooms in and out, to its original size, and fits again', async ({ server, browse }) => {
  const task = await server.makeTask();
  const page = await browse(ANA);
  const tool = await new ToolPage(page).open(server.direct, task);
  const zoom = async () => Number.parseInt(await tool.button(/^Zoom \d+ percent/).innerText(), 10);
  const fitted = await zoom();
  await tool.press('+');
  await expect.poll(zoom).toBeGreaterThan(fitted);
  await tool.press('f');
  await expect.poll(zoom).toBe(fitted);
  await tool.press('-');
  await expect.poll(zoom).toBeLessThan(fitted);
  await tool.press('0');
  await expect.poll(zoom).toBe(100);
  // By wheel, around the pointer.
  const point = await tool.at(320, 240);
  await page.mouse.move(point.x, point.y);
  await page.mouse.wheel(0, -240);
  await expect.poll(zoom).toBeGreaterThan(100);
  await tool.button('Fit the image').click();
  await expect.poll(zoom).toBe(fitted);
});

test('F63 undo and redo change own edits only', async ({ server, browse }) => {
  const task = await server.makeTask();
  const ana = await new ToolPage(await browse(ANA)).open(server.direct, task);
  await ana.expectEditable();
  const bo = await new ToolPage(await browse(BO)).open(server.direct, task);
  const handOver = async (from: ToolPage, to: ToolPage) => {
    await to.button('Ask to edit').click();
    await from.button('Hand over').click();
    await to.expectEditable();
  };
  const ids = (tool: ToolPage) =>
    tool.labels.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-label') ?? ''));

  await ana.drawBox(100, 200, 200, 300);
  await expect(ana.labels).toHaveCount(2);
  const first = await ids(ana);
  await handOver(ana, bo);
  await bo.drawBox(300, 200, 400, 300);
  await expect(ana.labels).toHaveCount(3);
  // The list keeps the order in which labels were made: a new one is last, and no other changes its number.
  const all = await ids(ana);
  expect(all.slice(0, 2)).toEqual(first);
  const bos = all[2];
  await handOver(bo, ana);
  await ana.press('Control+z');
  await expect(bo.labels).toHaveCount(2);
  expect(await ids(bo)).toContain(bos);
  // Ana has nothing more to undo: the imported label and Bo's stay.
  await ana.press('Control+z');
  await expect(ana.button('Undo')).toBeDisabled();
  await ana.press('Control+Shift+Z');
  await expect(bo.labels).toHaveCount(3);
  expect(await ids(ana)).toEqual(all);
  await ana.expectSaved();
});
