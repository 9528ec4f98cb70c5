/** The data list: who is editing what, live, and unlocking. */

import { expect, type Page } from '@playwright/test';
import { ADA, ANA, BO, IRIS, type MadeTask, test } from './harness';
import { ToolPage } from './tool-page';

class ListPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(base: string, task: MadeTask): Promise<this> {
    await this.page.goto(`${base}/tasks/${task.id}`);
    await expect(this.page.locator('[data-item]')).toHaveCount(task.items.length);
    return this;
  }

  /** The lock badge, for a user who cannot unlock. */
  badge(who: string) {
    return this.page.getByRole('img', { name: `${who} is editing this` });
  }

  /** The lock badge as a button, for a user who can unlock. */
  unlock(file: string) {
    return this.page.getByRole('button', { name: `Unlock ${file}` });
  }
}

test('F19 F20 the list shows locks live, and users unlock their own items', async ({ server, browse }) => {
  const task = await server.makeTask({ items: 2 });
  const bo = await new ListPage(await browse(BO)).open(server.direct, task);
  await expect(bo.page.getByRole('img', { name: /is editing this/ })).toHaveCount(0);
  const tool = await new ToolPage(await browse(ANA)).open(server.direct, task, task.items[1]);
  await tool.expectEditable();
  const card = bo.page.locator(`[data-item="${task.items[1]}"]`);
  await expect(card.getByRole('img', { name: /^Ana Arias is editing this/ })).toBeVisible();
  // Bo is not an admin: there is no button.
  await expect(bo.unlock('p2.png')).toHaveCount(0);

  const ana = await new ListPage(await tool.page.context().newPage()).open(server.direct, task);
  await ana.unlock('p2.png').click();
  await expect(ana.page.getByRole('dialog')).toContainText('You are editing');
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(ana.unlock('p2.png')).toHaveCount(0);
  await expect(bo.badge('Ana Arias')).toHaveCount(0);
  await expect(tool.button('Draw a box').first()).toBeDisabled();
  await tool.banner('banner-free').getByRole('button', { name: 'Edit' }).click();
  await tool.expectEditable();
  await expect(bo.badge('Ana Arias')).toBeVisible();

  // Leaving with everything saved releases the lock at once, not after its grace period.
  await tool.page.getByRole('link', { name: /^Back to/ }).click();
  await expect(bo.badge('Ana Arias')).toHaveCount(0);
});

test('F21 F23 an inspector unlocks a worker’s item from the list with a reason the editor reads', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  const ana = await new ToolPage(await browse(ANA)).open(server.direct, task);
  await ana.expectEditable();
  await ana.drawBox(100, 200, 200, 300);
  await ana.expectSaved();
  const iris = await new ListPage(await browse(IRIS)).open(server.direct, task);
  await iris.unlock('p1.png').click();
  const dialog = iris.page.getByRole('dialog');
  await expect(dialog).toContainText('Ana Arias can no longer edit');
  const confirm = dialog.getByRole('button', { name: /^Unlock, discard/ });
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel('Reason').fill('The batch is due.');
  await confirm.click();
  await expect(ana.banner('notice-unlocked')).toContainText('Iris Ito unlocked this item');
  await expect(ana.banner('notice-unlocked')).toContainText('The batch is due.');
  await expect(ana.button('Draw a box').first()).toBeDisabled();
  await expect(ana.labels).toHaveCount(2);
  await expect(iris.unlock('p1.png')).toHaveCount(0);

  // The keyboard shortcut is disabled like the button.
  await ana.drawBox(300, 200, 400, 300);
  await expect(ana.labels).toHaveCount(2);
  await ana.expectSaved();
});

test('F4 F7 the list shows verdicts, open issues and returned items live', async ({ server, browse }) => {
  const task = await server.makeTask({ stage: 'review', labels: 4 });
  const bo = await new ListPage(await browse(BO)).open(server.direct, task);
  const card = bo.page.locator('[data-item]');
  await expect(card).not.toContainText('approved');
  const ada = await server.signIn(ADA);
  const item = `/api/v1/items/${task.items[0]}`;
  const labels = Object.keys(await ada.labels(task.items[0] ?? ''));
  await ada.post(`${item}/verdicts`, { verdict: 'approved', labels: labels.slice(0, 3) });
  await expect(card).toContainText('3 approved');
  await ada.post(`${item}/verdicts`, { verdict: 'rejected', labels: labels.slice(2), reason: 'Too loose.' });
  await expect(card).toContainText('2 approved');
  await expect(card).toContainText('2 rejected');
  await expect(card).toContainText('2 open issues');
  await ada.post(`${item}/reject`, {});
  await expect(card.getByRole('img', { name: 'Sent back once, last by Ada Adler' })).toBeVisible();
  await expect(card).toContainText('Annotate');

  // The table shows the same.
  await bo.page.goto(`${server.direct}/tasks/${task.id}?view=table`);
  await expect(card.getByRole('img', { name: 'Sent back once, last by Ada Adler' })).toBeVisible();
  await expect(card).toContainText('2 approved');
});
