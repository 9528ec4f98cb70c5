/** The overview of a task: work done, rejections, what is waiting, and the links from each figure to its items. */

import { expect, type Page } from '@playwright/test';
import { axeViolations, REDUCED_MOTION } from './axe';
import { ADA, ANA, type Countersign, IRIS, type MadeTask, test } from './harness';
import { ToolPage } from './tool-page';

/** Makes a task with three items in acceptance. Iris accepts the first and sends the second back with a rejected label. */
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

test('F10 F30 the overview counts the work done, and each figure links to its items', async ({ server, browse }) => {
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

  // The chart as a table: today is the first row.
  const days = page.getByRole('region', { name: 'Day by day', exact: true });
  await days.getByRole('button', { name: /^Show as table/ }).click();
  await expect(days.getByRole('row')).toHaveCount(31);
  await expect(days.getByRole('row').nth(1).getByRole('cell')).toHaveText(['0', '0', '1', '1', '0']);
  const burnUp = page.getByRole('region', { name: 'Accepted so far', exact: true });
  await burnUp.getByRole('button', { name: /^Show as table/ }).click();
  await expect(burnUp.getByRole('row').nth(1).getByRole('cell')).toHaveText(['1', '33 %']);

  // From a stage to its items, and from a class to the items with a rejected label of it.
  await stages.getByRole('link', { name: /in Complete/ }).click();
  await expect(page).toHaveURL(/\?stage=complete$/);
  await expect(page.locator('[data-item]')).toHaveCount(1);
  await page.goBack();
  await page.getByRole('region', { name: 'Rejections by class' }).getByRole('link', { name: /car/ }).click();
  await expect(page).toHaveURL(/class=coco-1/);
  await expect(page.locator('[data-item]')).toHaveCount(1);
  await expect(page.getByRole('link', { name: 'p2.png', exact: true })).toBeVisible();
});

test('F10 the days are in the URL, and every member can see the overview', async ({ server, browse }) => {
  const task = await server.makeTask({ items: 2 });
  const page = await browse(ANA);
  await page.goto(`${server.direct}/tasks/${task.id}`);
  await page.getByRole('tab', { name: 'Overview' }).click();
  await expect(page.getByText('No activity in this period.')).toBeVisible();
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
  // A range that is too long shows an error and is not requested.
  await from.fill(daysAgo(500));
  await expect(page.getByText('366 days at most')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`from=${daysAgo(60)}`));
  // Two dates in the wrong order are not requested, whichever was typed first; once they are valid, both apply.
  const to = page.getByLabel('To', { exact: true });
  await from.fill(daysAgo(60));
  await to.fill(daysAgo(80));
  await expect(page.getByText('Ends before it begins')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`to=${daysAgo(0)}`));
  await from.fill(daysAgo(90));
  await expect(page).toHaveURL(new RegExp(`from=${daysAgo(90)}&to=${daysAgo(80)}`));
});

test('F10 F67 no serious accessibility fault in the overview, in either theme', async ({ server, browse }) => {
  const page = await browse(IRIS, REDUCED_MOTION);
  const task = await someWork(server, page);
  await page.goto(`${server.direct}/tasks/${task.id}/overview`);
  const charts = page.locator('.recharts-surface');
  await expect(charts.first()).toBeVisible();
  expect.soft(await axeViolations(page), 'charts').toEqual([]);
  // A button changes its name when it is pressed.
  const buttons = page.getByRole('button', { name: /^Show as table/ });
  for (let left = await buttons.count(); left > 0; left--) {
    await buttons.first().click();
    await expect(buttons).toHaveCount(left - 1);
  }
  await expect(charts).toHaveCount(0);
  expect.soft(await axeViolations(page), 'tables').toEqual([]);
});
