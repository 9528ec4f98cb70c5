/** Viewing in QA, skipping and revising: items opened for comments only, items skipped, accepted items sent back. */

import { expect } from '@playwright/test';
import { ADA, ANA, IRIS, test } from './harness';
import { ToolPage } from './tool-page';

test('F14 an item opened in QA allows only comments, and takes no lock', async ({ server, browse }) => {
  const task = await server.makeTask();
  const [item] = task.items;
  const page = await browse(IRIS);
  const iris = new ToolPage(page);
  await page.goto(`${server.direct}/tasks/${task.id}/items/${item}?view=qa`);
  await expect(iris.labels).toHaveCount(1);
  await expect(iris.banner('banner-qa')).toContainText('Viewing in QA. You can comment, but not edit or judge.');
  await expect(iris.button('Draw a box').first()).toBeDisabled();

  const ana = await new ToolPage(await browse(ANA)).open(server.direct, task);
  await ana.expectEditable();
  await ana.drawBox(100, 200, 200, 300);
  await expect(iris.labels).toHaveCount(2);

  await iris.press('Alt+n');
  await page.getByLabel('Comment', { exact: true }).fill('The left door is missing.');
  await page.keyboard.press('Control+Enter');
  await expect(ana.button('Issues, 1 open')).toBeVisible();

  // The server enforces it, regardless of the role.
  const welcome = await page.evaluate(
    (id) =>
      new Promise<{ access: unknown }>((done) => {
        const url = new URL(`/api/v1/live/${id}?tab=probe&view=qa`, window.location.href);
        url.protocol = 'ws:';
        const socket = new WebSocket(url, 'countersign.v1');
        socket.onmessage = ({ data }) => {
          if (typeof data !== 'string') return;
          done(JSON.parse(data) as { access: unknown });
          socket.close();
        };
      }),
    item,
  );
  expect(welcome.access).toMatchObject({ can_write: false, why: 'view_only' });
});

test('F13 F14 an inspector cannot accept in QA, but can after opening the item to work on it', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ stage: 'acceptance', items: 2 });
  const page = await browse(IRIS);
  const iris = new ToolPage(page);
  await page.goto(`${server.direct}/tasks/${task.id}/items/${task.items[0]}?view=qa`);
  await expect(iris.banner('banner-qa')).toBeVisible();
  await expect(iris.button('Accept item')).toHaveCount(0);
  await expect(iris.button('Reject item…')).toHaveCount(0);
  // QA stays on from item to item.
  await iris.button('Next item').click();
  await expect(page).toHaveURL(new RegExp(`/items/${task.items[1]}\\?view=qa$`));
  await iris.banner('banner-qa').getByRole('button', { name: 'Work on it' }).click();
  await expect(page).toHaveURL(new RegExp(`/items/${task.items[1]}$`));
  await expect(iris.button('Accept item')).toBeVisible();
});

test('F12 F27 accepting opens the next item of the filtered list', async ({ server, browse }) => {
  const task = await server.makeTask({ stage: 'acceptance', items: 3 });
  const ada = await server.signIn(ADA);
  const urgent = [task.items[0], task.items[2]];
  await ada.post(`/api/v1/tasks/${task.id}/bulk`, {
    action: { kind: 'prioritise', priority: 2 },
    selection: { items: urgent },
  });
  await expect
    .poll(async () => ((await ada.get(`/api/v1/tasks/${task.id}/items?priority=2`)) as { total: number }).total)
    .toBe(2);
  const page = await browse(IRIS);
  const iris = new ToolPage(page);
  await page.goto(`${server.direct}/tasks/${task.id}/items/${urgent[0]}?stage=acceptance&priority=2`);
  await expect(page.getByText('1 / 2')).toBeVisible();
  await iris.button('Accept item').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Then open the next item')).toBeChecked();
  await dialog.getByRole('button', { name: 'Accept' }).click();
  await expect(page).toHaveURL(new RegExp(`/items/${urgent[1]}\\?stage=acceptance&priority=2$`));
});

test('N14 an item is skipped with a reason, and the user’s next item opens', async ({ server, browse }) => {
  const task = await server.makeTask({ items: 2 });
  const page = await browse(ANA);
  const ana = await new ToolPage(page).open(server.direct, task);
  await ana.expectEditable();
  await ana.button('More options').click();
  await page.getByRole('menuitem', { name: 'Skip…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Skip this item?' });
  await expect(dialog.getByRole('button', { name: 'Skip item' })).toBeDisabled();
  await dialog.getByLabel('Reason').fill('Too dark to see');
  await dialog.getByRole('button', { name: 'Skip item' }).click();
  await expect(page).toHaveURL(new RegExp(`/items/${task.items[1]}$`));
  await ana.expectEditable();
  const ada = await server.signIn(ADA);
  const skipped = (await ada.get(`/api/v1/items/${task.items[0]}`)) as { skips: number; lock: unknown };
  expect(skipped).toMatchObject({ skips: 1, lock: null });

  // Nothing else is waiting, so the list opens. Uses the palette, as the command has no key.
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder(/command/i).fill('Skip');
  await page.keyboard.press('Enter');
  await dialog.getByLabel('Reason').fill('Too dark as well');
  await dialog.getByRole('button', { name: 'Skip item' }).click();
  await expect(page.getByText('Nothing else is waiting for you in Annotate.')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/tasks/${task.id}$`));
});

test('F30 F31 an accepted item is revised with a reason, to a stage and a worker', async ({ server, browse }) => {
  const task = await server.makeTask({ stage: 'acceptance' });
  const page = await browse(IRIS);
  const iris = await new ToolPage(page).open(server.direct, task);
  await iris.button('Accept item').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByText('p1.png is now in Complete')).toBeVisible();
  // Revising requires that the item was opened since it was accepted.
  await page.reload();
  await iris.button('Revise item…').click();
  const dialog = page.getByRole('dialog', { name: 'Revise this accepted item?' });
  await expect(dialog).toContainText('The dataset keeps the accepted result');
  await expect(dialog.getByRole('button', { name: 'Revise item' })).toBeDisabled();
  await dialog.getByLabel('Reason').fill('The second car is a van');
  await dialog.getByText('To Annotate').click();
  await dialog.getByLabel('Assignee').click();
  await page.getByRole('option', { name: 'Ana Arias' }).click();
  await dialog.getByRole('button', { name: 'Revise item' }).click();
  await expect(page.getByText('p1.png is back in Annotate')).toBeVisible();
  const ada = await server.signIn(ADA);
  expect(await ada.get(`/api/v1/items/${task.items[0]}`)).toMatchObject({
    stage: 'annotate',
    revisions: 1,
    assignee: { name: ANA.name },
  });
  expect(await ada.get(`/api/v1/items/${task.items[0]}/versions`)).toHaveLength(1);
});
