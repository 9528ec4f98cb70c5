/** The audit log: of a task for its admins, of the site for site admins, in plain words and as a file. */

import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { axeViolations, REDUCED_MOTION } from './axe';
import { ADA, ANA, BO, IRIS, test } from './harness';

async function csv(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download CSV' }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

test('N11 an admin reads the audit log of a task, filters it, and downloads it as a file', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  const ada = await server.signIn(ADA);
  expect(await ada.status('PATCH', `/api/v1/tasks/${task.id}`, { name: 'Streets' })).toBe(200);
  await ada.post(`/api/v1/tasks/${task.id}/members`, { email: BO.email, roles: ['reviewer'] });
  const ana = await server.signIn(ANA);
  expect(await ana.status('POST', `/api/v1/items/${task.items[0]}/finish`, { move: 'submit' })).toBe(200);

  const page = await browse(ADA, REDUCED_MOTION);
  await page.goto(`${server.direct}/tasks/${task.id}`);
  await page.getByRole('tab', { name: 'Audit' }).click();
  const log = page.getByRole('table', { name: 'Audit log, newest first' });
  await expect(log.getByText(/^Ana Arias submitted p1\.png from Annotate to /)).toBeVisible();
  await expect(log.getByText('Ada Adler renamed the task to “Streets”.')).toBeVisible();
  await expect(log.getByText(/^Ada Adler changed Bo Berg’s roles from .*reviewer/)).toBeVisible();
  await expect(log.getByText(/^The command line imported the task/)).toBeVisible();
  expect.soft(await axeViolations(page)).toEqual([]);

  // Details by keyboard: from row to row, and expanded.
  await log.getByRole('button').first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(log.getByRole('button').nth(1)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(log.getByRole('button').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(log.getByText('(item.submit)')).toBeVisible();

  await page.getByRole('button', { name: 'Show only this item' }).click();
  await expect(page).toHaveURL(new RegExp(`item=${task.items[0]}`));
  await expect(log.getByText('Ada Adler renamed the task to “Streets”.')).toHaveCount(0);
  await page.getByRole('button', { name: 'Clear filters' }).click();

  await page.getByRole('combobox', { name: 'Person' }).click();
  await page.getByRole('option', { name: 'Ada Adler' }).click();
  await page.getByRole('combobox', { name: 'Action' }).click();
  await page.getByRole('option', { name: 'Task settings changed' }).click();
  await expect(page).toHaveURL(/action=task\.change/);
  await expect(log.getByRole('row')).toHaveCount(2);
  const lines = (await csv(page)).trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('task.change');

  // A date before the first entry.
  await page.getByLabel('To', { exact: true }).fill('2020-01-01');
  await expect(page.getByText('No entry matches')).toBeVisible();
  await page.reload();
  await expect(page.getByText('No entry matches')).toBeVisible();
});

test('N11 a long log is loaded page by page', async ({ server, browse }) => {
  const task = await server.makeTask();
  const ada = await server.signIn(ADA);
  for (let turn = 0; turn < 130; turn++) {
    expect(await ada.status('PATCH', `/api/v1/tasks/${task.id}`, { consensus: turn % 2 === 0 })).toBe(200);
  }
  const page = await browse(ADA);
  await page.goto(`${server.direct}/tasks/${task.id}/audit`);
  const log = page.getByRole('table', { name: 'Audit log, newest first' });
  await log.getByRole('button').first().focus();
  // The oldest entry is on the second page.
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(log.getByText(/^The command line imported the task/)).toBeVisible({ timeout: 500 });
  }).toPass();
  // Rows that are off screen are not rendered.
  expect(await log.getByRole('row').count()).toBeLessThan(80);

  // A page that fails to load shows an error, and is requested again by hand: automatic retries would never end.
  let asked = 0;
  await page.route(/\/audit\?.*after=/, (route) => {
    asked++;
    return route.fulfill({ status: 500, json: { code: 'internal', message: 'It broke.' } });
  });
  await page.reload();
  await log.getByRole('button').first().focus();
  await page.keyboard.press('End');
  await expect(page.getByText('The rest could not be loaded.')).toBeVisible();
  await page.keyboard.press('Home');
  await page.keyboard.press('End');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => asked).toBe(2);
  await expect(page.getByRole('button', { name: 'Try again' })).toBeEnabled();
  expect(asked).toBe(2);
  await page.unroute(/\/audit\?.*after=/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('The rest could not be loaded.')).toHaveCount(0);
  await log.getByRole('button').first().focus();
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(log.getByText(/^The command line imported the task/)).toBeVisible({ timeout: 500 });
  }).toPass();
});

test('N11 the site’s log is for site admins, and a task’s log for its admins', async ({ server, browse }) => {
  const task = await server.makeTask();
  const ada = await browse(ADA, { path: '/tasks' });
  await ada.getByRole('link', { name: 'Audit log' }).click();
  await expect(ada).toHaveURL(/\/audit$/);
  await ada.goto(`${server.direct}/audit?action=user.create`);
  const log = ada.getByRole('table', { name: 'Audit log, newest first' });
  await expect(log.getByText(/^The command line created an account for Iris Ito/)).toBeVisible();
  await expect(log.getByRole('columnheader', { name: 'Task' })).toBeVisible();
  expect(await csv(ada)).toContain('user.create');

  const iris = await browse(IRIS);
  await iris.goto(`${server.direct}/tasks/${task.id}`);
  await expect(iris.getByRole('tab', { name: 'Overview' })).toBeVisible();
  await expect(iris.getByRole('tab', { name: 'Audit' })).toHaveCount(0);
  await iris.goto(`${server.direct}/tasks/${task.id}/audit`);
  await expect(iris.getByText('Task admins only')).toBeVisible();
  await iris.goto(`${server.direct}/audit`);
  await expect(iris.getByText('Server administrators only')).toBeVisible();
});
