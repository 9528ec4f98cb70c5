/** Two users on one item, in real browsers against the real server: live edits, the lock, presence, comments, acceptance. */

import { expect } from '@playwright/test';
import { freePort } from './free-port';
import { ADA, ANA, BO, Countersign, IRIS, test } from './harness';
import { ToolPage } from './tool-page';

test('F85 N1 N3 edits, presence and comments reach the other user live', async ({ server, browse }) => {
  const task = await server.makeTask();
  const ana = await new ToolPage(await browse(ANA)).open(server.direct, task);
  await ana.expectEditable();
  const bo = await new ToolPage(await browse(BO)).open(server.direct, task);

  // F104: Bo sees who is editing, live and read-only.
  await expect(bo.banner('banner-other-user')).toContainText('Ana Arias is editing');
  await expect(bo.button('Draw a box').first()).toBeDisabled();
  await expect(ana.button(/^Bo Berg, viewing/)).toBeVisible();
  await expect(bo.labels).toHaveCount(1);

  await ana.drawBox(100, 200, 200, 300);
  await expect(ana.labels).toHaveCount(2);
  await expect(bo.labels).toHaveCount(2);
  await ana.expectSaved();
  const api = await server.signIn(ADA);
  await expect
    .poll(async () => Object.values(await api.labels(task.items[0]!)).map((label) => label.shape))
    .toEqual(['box', 'box']);

  // Undo and redo of an own edit.
  await ana.press('Control+z');
  await expect(bo.labels).toHaveCount(1);
  await ana.press('Control+Shift+Z');
  await expect(bo.labels).toHaveCount(2);

  // Another class by its number key, while the label is selected.
  await ana.press('v');
  await ana.click(150, 250);
  await ana.press('2');
  await expect(bo.page.getByRole('treeitem', { name: /Box person 1/ })).toBeVisible();

  // F89, F85: Bo, read-only, comments; Ana sees it without a reload.
  await bo.press('Alt+n');
  await bo.page.getByLabel('Comment', { exact: true }).fill('The left door is missing.');
  await bo.page.keyboard.press('Control+Enter');
  await expect(ana.page.getByRole('button', { name: /Issues, 1 open/ })).toBeVisible();
  await ana.page.getByRole('button', { name: /Issues, 1 open/ }).click();
  await expect(ana.page.getByText('The left door is missing.')).toBeVisible();

  // F90: a pin.
  await bo.press('c');
  await bo.click(300, 240);
  await bo.page.getByLabel('Comment', { exact: true }).fill('What is this?');
  await bo.page.keyboard.press('Control+Enter');
  await expect(ana.page.getByRole('button', { name: /Issues, 2 open/ })).toBeVisible();
});

test('F103 a second tab of the same user shows a warning, stays read-only, and can take over', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  const first = await new ToolPage(await browse(ANA)).open(server.direct, task);
  await first.expectEditable();
  const second = await new ToolPage(await first.page.context().newPage()).open(server.direct, task);
  await expect(second.banner('banner-other-tab')).toContainText('Open in another tab');
  await expect(second.button('Draw a box').first()).toBeDisabled();

  await second.button('Stay read-only').click();
  await expect(second.banner('banner-other-tab')).toContainText('Read-only');
  await first.drawBox(100, 200, 200, 300);
  await expect(second.labels).toHaveCount(2);

  await second.button('Edit here').click();
  await second.expectEditable();
  await expect(first.banner('notice-taken-over')).toBeVisible();
  await expect(first.button('Draw a box').first()).toBeDisabled();
  await second.drawBox(300, 200, 400, 300);
  await expect(first.labels).toHaveCount(3);

  // A reload is the same tab to the server.
  await second.page.reload();
  await second.expectEditable();
});

test('F104 a user asks to edit, and the editor hands the item over; no banner moves the image', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  const ana = await new ToolPage(await browse(ANA)).open(server.direct, task);
  await ana.expectEditable();
  const corner = await ana.at(0, 0);
  const bo = await new ToolPage(await browse(BO)).open(server.direct, task);
  await bo.button('Ask to edit').click();
  await expect(ana.banner('notice-requested')).toContainText('Bo Berg asks');
  expect(await ana.at(0, 0)).toEqual(corner);
  // The banner does not cover it.
  const banner = (await ana.banner('notice-requested').boundingBox())!;
  expect(banner.y + banner.height).toBeLessThan(corner.y);
  await ana.button('Hand over').click();
  await bo.expectEditable();
  await expect(ana.banner('banner-other-user')).toContainText('Bo Berg is editing');
  await bo.drawBox(100, 200, 200, 300);
  await expect(ana.labels).toHaveCount(2);

  // Bo's browser closes: he keeps the lock for its grace period, and Ana's banner says so.
  await bo.page.context().close();
  await expect(ana.banner('banner-other-user')).toContainText('free soon unless they come back');
});

test('F21 F22 F23 an admin force-unlocks; the editor sees who and why, and becomes read-only', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  const ana = await new ToolPage(await browse(ANA)).open(server.direct, task);
  await ana.expectEditable();
  await ana.drawBox(100, 200, 200, 300);
  await ana.expectSaved();
  const ada = await new ToolPage(await browse(ADA)).open(server.direct, task);
  await ada.button('Unlock…').click();
  await ada.page.getByLabel('Reason').fill('The shift is over.');
  await ada.button(/^Unlock, discard/).click();
  await expect(ana.banner('notice-unlocked')).toContainText('Ada Adler unlocked this item');
  await expect(ana.banner('notice-unlocked')).toContainText('The shift is over.');
  await expect(ana.button('Draw a box').first()).toBeDisabled();
  await expect(ana.labels).toHaveCount(2);
});

test('F27 F28 F98 F101 an inspector resolves an open issue and accepts; the item is read-only for everyone', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ stage: 'acceptance', items: 2 });
  const iris = await new ToolPage(await browse(IRIS)).open(server.direct, task);
  await iris.button('Edit labels').click();
  await iris.expectEditable();
  const bo = await new ToolPage(await browse(BO)).open(server.direct, task);
  await expect(bo.banner('banner-read-only')).toBeVisible();

  await iris.drawBox(100, 200, 200, 300);
  await iris.expectSaved();

  // F101: open issues are listed before the item is finished.
  const asBo = await server.signIn(BO);
  await asBo.post(`/api/v1/items/${task.items[0]}/issues`, { kind: 'file', text: 'Is the second box a car?' });
  await expect(iris.button('Issues, 1 open')).toBeVisible();
  await iris.press('Control+Enter');
  const dialog = iris.page.getByRole('dialog');
  await expect(dialog).toContainText('1 issue is still open');
  await expect(dialog.getByRole('listitem')).toContainText('Is the second box a car?');
  await expect(dialog.getByRole('button', { name: 'Accept with 1 open' })).toBeEnabled();
  await dialog.getByRole('button', { name: 'Not yet' }).click();
  await expect(dialog).toHaveCount(0);
  await iris.openIssues();
  await iris.button('Resolve this issue').click();
  await expect(iris.button('Issues, 0 open')).toBeVisible();

  await iris.button(/^Accept/).click();
  await expect(dialog).not.toContainText('still open');
  await iris.page.getByLabel('Then open the next item').uncheck();
  await iris.page
    .getByRole('dialog')
    .getByRole('button', { name: /^Accept/ })
    .click();
  await expect(iris.banner('banner-read-only')).toContainText('accepted');
  await expect(bo.banner('banner-read-only')).toContainText('accepted');
  const api = await server.signIn(ADA);
  const coco = (await api.get(`/api/v1/tasks/${task.id}/export/coco?accepted=true`)) as {
    images: unknown[];
    annotations: unknown[];
  };
  expect(coco.annotations).toHaveLength(2);
});

test('F104 after its grace period, the lock of a user who left goes to the user who asked for it', async ({
  browser,
}) => {
  const server = new Countersign(await freePort(), { COUNTERSIGN_LOCK_GRACE_SECONDS: '1' });
  try {
    await server.start();
    const task = await server.makeTask();
    const [a, b] = [await browser.newContext(), await browser.newContext()];
    const ana = await new ToolPage(await server.browse(a, ANA)).open(server.direct, task);
    await ana.expectEditable();
    const bo = await new ToolPage(await server.browse(b, BO)).open(server.direct, task);
    await bo.button('Ask to edit').click();
    await expect(ana.banner('notice-requested')).toBeVisible();
    await ana.page.close();
    await expect(bo.banner('notice-freed')).toContainText('The item is free now', { timeout: 20_000 });
    await bo.banner('notice-freed').getByRole('button', { name: 'Edit' }).click();
    await bo.expectEditable();
    await bo.drawBox(100, 200, 200, 300);
    await bo.expectSaved();
    await Promise.all([a.close(), b.close()]);
  } finally {
    await server.stop();
  }
});
