/** Datasets: results and their versions, export to a file, and upload of images. */

import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { axeViolations, REDUCED_MOTION } from './axe';
import { ADA, ANA, type Countersign, IRIS, type MadeTask, test } from './harness';
import { makePng } from './png';
import { ToolPage } from './tool-page';

async function datasetOf(server: Countersign, task: MadeTask): Promise<string> {
  const ada = await server.signIn(ADA);
  const all = (await ada.get('/api/v1/datasets')) as { id: string; tasks: { id: string }[] }[];
  const found = all.find(({ tasks }) => tasks.some(({ id }) => id === task.id));
  if (found === undefined) throw new Error('the task has no dataset');
  return found.id;
}

async function accept(server: Countersign, iris: Page, task: MadeTask, item: string | undefined): Promise<void> {
  await new ToolPage(iris).open(server.direct, task, item);
  const api = await server.signIn(IRIS);
  expect(await api.status('POST', `/api/v1/items/${item}/finish`, { move: 'accept' })).toBe(200);
}

test('F28 F31 a dataset shows the accepted results, and what each version changed', async ({ server, browse }) => {
  const task = await server.makeTask({ stage: 'acceptance', items: 2, labels: 2 });
  const [first] = task.items;
  const ada = await server.signIn(ADA);
  // From annotate straight to acceptance.
  const workflow = { reviews: [], acceptance: true };
  expect(await ada.status('PATCH', `/api/v1/tasks/${task.id}`, { workflow })).toBe(200);
  const iris = await browse(IRIS, REDUCED_MOTION);
  await accept(server, iris, task, first);
  await accept(server, iris, task, task.items[1]);

  // Revised: Ana adds a label, and the item is accepted again.
  await new ToolPage(iris).open(server.direct, task, first);
  const asIris = await server.signIn(IRIS);
  expect(await asIris.status('POST', `/api/v1/items/${first}/revise`, { reason: 'One is missing' })).toBe(200);
  const ana = await new ToolPage(await browse(ANA)).open(server.direct, task, first);
  await ana.expectEditable();
  await ana.drawBox(300, 300, 380, 360);
  await expect(ana.labels).toHaveCount(3);
  await ana.expectSaved();
  const asAna = await server.signIn(ANA);
  expect(await asAna.status('POST', `/api/v1/items/${first}/finish`, { move: 'submit' })).toBe(200);
  await accept(server, iris, task, first);

  await iris.goto(`${server.direct}/tasks`);
  await iris.getByRole('link', { name: 'Datasets' }).click();
  const dataset = await datasetOf(server, task);
  await iris.locator(`a[href="/datasets/${dataset}"]`).click();
  const results = iris.getByRole('table', { name: 'Accepted results' });
  await expect(results.getByRole('row')).toHaveCount(3);
  const row = results.getByRole('row').filter({ hasText: 'p1.png' });
  await expect(row).toContainText('1 added');
  await expect(row).toContainText('Iris Ito');
  expect.soft(await axeViolations(iris), 'results').toEqual([]);

  // The newest version: the added label is counted, and marked on the image.
  await row.getByRole('button', { name: /p1\.png/ }).click();
  const panel = iris.getByRole('complementary', { name: 'Versions of the item' });
  await expect(panel.getByRole('row', { name: /^car/ })).toContainText('+1');
  await expect(panel.locator('g[data-change="added"]')).toHaveCount(1);
  await expect(panel.locator('g[data-change="same"]')).toHaveCount(2);
  await panel.getByLabel('Show unchanged labels').uncheck();
  await expect(panel.locator('g[data-change="same"]')).toHaveCount(0);
  expect.soft(await axeViolations(iris), 'versions').toEqual([]);
  await panel.getByRole('button', { name: /^Version 1/ }).click();
  await expect(iris).toHaveURL(/version=1/);
  await expect(panel.locator('g[data-change="added"]')).toHaveCount(2);
  await iris.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(row.getByRole('button', { name: /p1\.png/ })).toBeFocused();

  // Filters are in the URL.
  await iris.getByLabel('Search by file name').fill('p2');
  await expect(results.getByRole('row')).toHaveCount(2);
  await expect(iris).toHaveURL(/q=p2/);
  await iris.reload();
  await expect(iris.getByText('1 result', { exact: true })).toBeVisible();
  await iris.getByRole('combobox', { name: 'Class', exact: true }).click();
  await iris.getByRole('option', { name: 'person' }).click();
  await expect(iris.getByText('No result matches')).toBeVisible();
  await iris.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(results.getByRole('row')).toHaveCount(3);
});

test('F28 accepted results are exported as COCO, and the dialog says what the file will contain', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ stage: 'acceptance', items: 2, labels: 2 });
  const iris = await browse(IRIS, REDUCED_MOTION);
  for (const item of task.items) await accept(server, iris, task, item);
  await iris.goto(`${server.direct}/datasets/${await datasetOf(server, task)}?q=p1`);
  await iris.getByRole('button', { name: 'Export…' }).click();
  const dialog = iris.getByRole('dialog');
  await expect(dialog.getByText('Accepted results with “p1” in the file name').first()).toBeVisible();
  await expect(dialog.getByText('No exports yet.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Export 1' }).click();
  const file = dialog.getByRole('link', { name: /^Download/ });
  await expect(file).toBeVisible();
  expect.soft(await axeViolations(iris), 'export').toEqual([]);
  const [download] = await Promise.all([iris.waitForEvent('download'), file.click()]);
  const coco = JSON.parse(readFileSync(await download.path(), 'utf8')) as { images: unknown[]; annotations: unknown[] };
  expect(coco.images).toHaveLength(1);
  expect(coco.annotations).toHaveLength(2);
  // The export is still listed after a reload.
  await iris.reload();
  await iris.getByRole('button', { name: 'Export…' }).click();
  await expect(dialog.getByRole('link', { name: /^Download/ })).toHaveCount(1);
});

test('images are uploaded to a new dataset: each is reported, and none is added twice', async ({ server, browse }) => {
  const page = await browse(ADA, REDUCED_MOTION);
  await page.goto(`${server.direct}/datasets`);
  await page.getByRole('button', { name: 'New dataset' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(`Harbour ${Date.now()}`);
  await page.getByRole('dialog').getByRole('button', { name: 'Create dataset' }).click();
  await expect(page.getByText('No images yet')).toBeVisible();
  await page.getByRole('button', { name: 'Add images…' }).first().click();
  const dialog = page.getByRole('dialog', { name: /^Add images to/ });
  const files = [1, 2, 3].map((stripes) => ({
    name: `ship-${stripes}.png`,
    mimeType: 'image/png',
    buffer: makePng(64, 48, stripes),
  }));
  const input = dialog.locator('input[type="file"]').first();
  await input.setInputFiles(files);
  await expect(dialog.getByText('3 added', { exact: true })).toBeVisible();
  const broken = { name: 'not-a-picture.png', mimeType: 'image/png', buffer: Buffer.from('hello') };
  await input.setInputFiles([...files.slice(0, 1), broken]);
  await expect(dialog.getByText('3 added · 1 already there · 1 failed')).toBeVisible();
  await expect(dialog.getByText(/already there as/)).toBeVisible();
  expect.soft(await axeViolations(page), 'upload').toEqual([]);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText(/^3 images/)).toBeVisible();
  await expect(page.getByText('Nothing accepted yet')).toBeVisible();
});

test('only inspectors, task admins and site admins see datasets', async ({ server, browse }) => {
  const task = await server.makeTask();
  const ana = await browse(ANA, { path: '/tasks' });
  await expect(ana.getByRole('link', { name: 'My tasks', exact: true })).toBeVisible();
  await expect(ana.getByRole('link', { name: 'Datasets' })).toHaveCount(0);
  await ana.goto(`${server.direct}/datasets/${await datasetOf(server, task)}`);
  await expect(ana.getByText('This dataset could not be found.')).toBeVisible();
});
