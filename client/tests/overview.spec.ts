/** The overview of a task: what was done, what was rejected, what waits, and the way from a figure to its items. */

import { expect, type Page } from '@playwright/test';
import { faults, STILL } from './axe';
import { ADA, ANA, type Countersign, IRIS, type MadeTask, test } from './harness';
import { ToolPage } from './tool-page';

/** Of three items in acceptance, Iris accepts the first and sends the second back, with a label of it rejected. */
async function someWork(server: Countersign, page: Page): Promise<MadeTask> {
  const task = await server.makeTask({ stage: 'acceptance', items: 3, labels: 2 });
  const [ada, iris] = [await server.signIn(ADA), await server.signIn(IRIS)];
  const tags = [{ id: 'loose', name: 'Loose', color: '#1971c2' }];
  expect(await ada.status('PATCH', `/api/v1/tasks/${task.id}`, { issue_tags: tags })).toBe(200);
  const [first, second] = task.items;
  await new ToolPage(page).open(server.direct, task, first);
  expect(await iris.status('POST', `/api/v1/items/${first}/finish`, { move: 'accept' })).toBe(200);
  await new ToolPage(page).open(server.direct, task, second);
  const labels = Object.keys(await iris.labels(second ?? '')).slice(0, 1);
  await iris.post(`/api/v1/items/${second}/verdicts`, { verdict: 'rejected', labels, frame: 0, reason: 'Loose here' });
  await iris.post(`/api/v1/items/${second}/reject`, { reason: 'Too loose', tags: ['loose'] });
  return task;
}

test('F10 F30 the overview counts what was done, and each figure leads to its items', async ({ server, browse }) => {
  const page = await browse(IRIS);
  const task = await someWork(server, page);
  await page.goto(`${server.direct}/tasks/${task.id}/overview`);

  const stages = page.getByRole('region', { name: 'Progress by stage' });
  await expect(stages.getByRole('row', { name: /^Acceptance/ })).toContainText('67 %');
  await expect(stages.getByRole('row', { name: /^Complete/ })).toContainText('33 %');
  const reasons = page.getByRole('region', { name: 'Rejections by reason' });
  await expect(reasons.getByRole('row', { name: /^Loose/ })).toContainText('100 %');
  const people = page.getByRole('region', { name: 'By person' });
  await expect(people.getByRole('row', { name: /^Iris Ito/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Waiting' }).getByRole('row', { name: /^Acceptance/ })).toContainText(
    '1',
  );

  // The chart as a table: today stands at its top.
  const days = page.getByRole('region', { name: 'Day by day', exact: true });
  await days.getByRole('button', { name: /^Show as table/ }).click();
  await expect(days.getByRole('row')).toHaveCount(31);
  await expect(days.getByRole('row').nth(1).getByRole('cell')).toHaveText(['0', '0', '1', '1', '0']);
  const burnUp = page.getByRole('region', { name: 'Accepted so far', exact: true });
  await burnUp.getByRole('button', { name: /^Show as table/ }).click();
  await expect(burnUp.getByRole('row').nth(1).getByRole('cell')).toHaveText(['1', '33 %']);

  // From a stage to its items, and from a class to those with it that were rejected.
  await stages.getByRole('link', { name: /in Complete/ }).click();
  await expect(page).toHaveURL(/\?stage=complete$/);
  await expect(page.locator('[data-item]')).toHaveCount(1);
  await page.goBack();
  await page.getByRole('region', { name: 'Rejections by class' }).getByRole('link', { name: /car/ }).click();
  await expect(page).toHaveURL(/class=coco-1/);
  await expect(page.locator('[data-item]')).toHaveCount(1);
  await expect(page.getByRole('link', { name: 'p2.png', exact: true })).toBeVisible();
});

test('F10 the days stand in the URL, and every member may look', async ({ server, browse }) => {
  const task = await server.makeTask({ items: 2 });
  const page = await browse(ANA);
  await page.goto(`${server.direct}/tasks/${task.id}`);
  await page.getByRole('tab', { name: 'Overview' }).click();
  await expect(page.getByText('Nothing was handed on or sent back in these days.')).toBeVisible();
  await page.getByText('7 days', { exact: true }).click();
  await expect(page).toHaveURL(/overview\?days=7$/);
  await page.getByText('Custom', { exact: true }).click();
  await expect(page).toHaveURL(/from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d/);
  const from = page.getByLabel('From', { exact: true });
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  await from.fill(daysAgo(60));
  await expect(page).toHaveURL(new RegExp(`from=${daysAgo(60)}`));
  await page.reload();
  await expect(from).toHaveValue(daysAgo(60));
  // More than is looked at at once is told, and not asked for.
  await from.fill(daysAgo(500));
  await expect(page.getByText('366 days at most')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`from=${daysAgo(60)}`));
  // Two ends that do not fit each other are not asked for, whichever was typed first; once both fit, both hold.
  const to = page.getByLabel('To', { exact: true });
  await from.fill(daysAgo(60));
  await to.fill(daysAgo(80));
  await expect(page.getByText('Ends before it begins')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`to=${daysAgo(0)}`));
  await from.fill(daysAgo(90));
  await expect(page).toHaveURL(new RegExp(`from=${daysAgo(90)}&to=${daysAgo(80)}`));
});

test('F10 F67 no serious accessibility fault in the overview, in either theme', async ({ server, browse }) => {
  const page = await browse(IRIS, STILL);
  const task = await someWork(server, page);
  await page.goto(`${server.direct}/tasks/${task.id}/overview`);
  const charts = page.locator('.recharts-surface');
  await expect(charts.first()).toBeVisible();
  expect.soft(await faults(page), 'charts').toEqual([]);
  // Each that is pressed says something else then.
  const buttons = page.getByRole('button', { name: /^Show as table/ });
  for (let left = await buttons.count(); left > 0; left--) {
    await buttons.first().click();
    await expect(buttons).toHaveCount(left - 1);
  }
  await expect(charts).toHaveCount(0);
  expect.soft(await faults(page), 'tables').toEqual([]);
});
