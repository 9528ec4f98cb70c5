/** The data list as an inspector uses it: filters, selection, bulk actions, samples, revised items, saved views. */

import { expect } from '@playwright/test';
import { ADA, ANA, BO, type Countersign, IRIS, test } from './harness';
import { ListPage } from './list-page';
import { ToolPage } from './tool-page';

async function submit(server: Countersign, item: string | undefined): Promise<void> {
  await (await server.signIn(ANA)).post(`/api/v1/items/${item}/finish`, { move: 'submit' });
}

test('F5 F6 F7 F8 the list is filtered by user, stage and activity; the URL has the filter, and items leave live', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ items: 4 });
  await submit(server, task.items[0]);
  await submit(server, task.items[1]);
  const ada = await server.signIn(ADA);
  await ada.post(`/api/v1/items/${task.items[2]}/issues`, { kind: 'file', text: 'Is this the right street?' });
  const iris = await new ListPage(await browse(IRIS)).open(server.direct, task);
  await expect(iris.items).toHaveCount(4);

  // F5
  await iris.filter('Annotator', 'Ana Arias');
  await expect(iris.items).toHaveCount(2);
  await expect(iris.chips).toContainText('Annotator: Ana Arias');
  await expect(iris.page).toHaveURL(/[?&]annotator=/);
  await iris.page.reload();
  await expect(iris.items).toHaveCount(2);
  await expect(iris.chips).toContainText('Annotator: Ana Arias');
  await iris.page.getByRole('button', { name: 'Remove the filter Annotator: Ana Arias' }).click();
  await expect(iris.items).toHaveCount(4);

  // F7
  await iris.filter('Activity', 'Open issues');
  await expect(iris.items).toHaveCount(1);
  await expect(iris.link('p3.png')).toBeVisible();
  // Both must hold.
  await iris.filter('Activity', 'Was rejected');
  await expect(iris.page.getByText('No item matches')).toBeVisible();
  await iris.page.getByRole('button', { name: 'Clear all' }).click();
  await expect(iris.items).toHaveCount(4);

  // F6, live: items that change stage leave the list, and the counts follow.
  await iris.stage('Annotate').click();
  await expect(iris.items).toHaveCount(2);
  await expect(iris.stage('Annotate')).toContainText('2');
  await submit(server, task.items[3]);
  await expect(iris.items).toHaveCount(1);
  await expect(iris.stage('Annotate')).toContainText('1');
  await expect(iris.page.getByText('1 item', { exact: true })).toBeVisible();
  await iris.stage('Annotate').click();

  // F8
  await iris.page.getByLabel('Search by file name').fill('p2');
  await expect(iris.items).toHaveCount(1);
  await expect(iris.page).toHaveURL(/[?&]q=p2/);
  await iris.page.getByRole('button', { name: /^Order:/ }).click();
  await iris.page.getByRole('menuitemradio', { name: 'By file name' }).click();
  await expect(iris.page).toHaveURL(/[?&]sort=name/);
});

test('F9 violations show on the items that have them, and are a filter', async ({ server, browse }) => {
  const categories = [
    { id: 1, name: 'car' },
    { id: 2, name: 'person', countersign: { required: true } },
  ];
  const task = await server.makeTask({ items: 2, categories });
  const iris = await new ListPage(await browse(IRIS)).open(server.direct, task);
  await expect(iris.item('p1.png')).toContainText('1 violation');
  await iris.filter('Activity', 'Violations');
  await expect(iris.items).toHaveCount(2);
  await expect(iris.page).toHaveURL(/[?&]has=violations/);
});

test('F29 F11 a bulk accept first warns about unopened items, then shows progress, outcomes, and why some failed', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ stage: 'acceptance', items: 5 });
  const iris = await new ListPage(await browse(IRIS)).open(server.direct, task);
  await iris.box('p1.png').click();
  await iris.box('p2.png').click({ modifiers: ['Shift'] });
  await expect(iris.bar).toContainText('2 items selected');
  await iris.bar.getByRole('button', { name: 'Accept…' }).click();
  await expect(iris.dialog).toContainText('You have not opened 2 of them.');
  await expect(iris.dialog).toContainText('p1.png, p2.png');
  await iris.dialog.getByRole('button', { name: 'Accept 2 items' }).click();
  await expect(iris.panel).toContainText('2 accepted');
  await expect(iris.bar).toHaveCount(0);
  await expect(iris.item('p1.png')).toContainText('Complete');
  await expect(iris.stage('Complete')).toContainText('2');

  // It survives a reload, and is listed among the recent actions.
  await iris.page.reload();
  await expect(iris.panel).toContainText('Finished: accepting 2 items');
  await iris.panel.getByRole('button', { name: 'Close the action' }).click();
  await expect(iris.panel).toHaveCount(0);
  await iris.page.getByRole('button', { name: 'Recent actions' }).click();
  await iris.page.getByRole('menuitem', { name: /^Accept 2 items/ }).click();
  await expect(iris.panel).toContainText('2 accepted');

  // All that match: items that are already complete fail, each with its reason, and do not stop the others.
  await iris.selectAll();
  await expect(iris.bar).toContainText('5 items selected');
  await iris.bar.getByRole('button', { name: 'Accept…' }).click();
  await expect(iris.dialog).toContainText('2 items will be skipped');
  await iris.dialog.getByRole('button', { name: 'Accept 3 items' }).click();
  await expect(iris.panel).toContainText('3 accepted, 2 failed');
  const failed = iris.panel.getByRole('list', { name: 'Failed items' });
  await expect(failed.getByRole('listitem')).toHaveCount(2);
  await expect(failed.getByRole('link', { name: 'p2.png' })).toBeVisible();
  await expect(iris.stage('Complete')).toContainText('5');
});

test('F29 F25 a bulk reject by keyboard gives each item the reason; only inspectors are offered it', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ stage: 'acceptance', items: 3 });
  const iris = await new ListPage(await browse(IRIS)).open(server.direct, task, '?view=table');
  await iris.link('p1.png').focus();
  await iris.page.keyboard.press('Shift+ArrowDown');
  await expect(iris.bar).toContainText('2 items selected');
  await iris.page.keyboard.press('Escape');
  await expect(iris.bar).toHaveCount(0);
  await iris.link('p1.png').focus();
  await iris.page.keyboard.press('x');
  await iris.page.keyboard.press('ArrowDown');
  await iris.page.keyboard.press('Space');
  await expect(iris.bar).toContainText('2 items selected');
  await iris.bar.getByRole('button', { name: 'Reject…' }).click();
  const reject = iris.dialog.getByRole('button', { name: 'Reject 2 items' });
  await expect(reject).toBeDisabled();
  await iris.dialog.getByLabel('Reason').fill('The mirrors are missing');
  await reject.click();
  await expect(iris.panel).toContainText('2 rejected');
  await expect(iris.item('p2.png')).toContainText('Sent back');
  await expect(iris.item('p2.png')).toContainText('Annotate');
  await expect(iris.item('p3.png')).toContainText('Acceptance');

  const bo = await new ListPage(await browse(BO)).open(server.direct, task);
  await bo.box('p3.png').click();
  await expect(bo.bar.getByRole('button', { name: 'Unlock…' })).toBeVisible();
  await expect(bo.bar.getByRole('button', { name: 'Accept…' })).toHaveCount(0);
  await expect(bo.bar.getByRole('button', { name: 'Reject…' })).toHaveCount(0);
});

test('F11 F12 F27 F30 F31 one item: opened before it can be accepted, then accepted, found again and revised, with its history', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ stage: 'acceptance', items: 2 });
  const iris = await new ListPage(await browse(IRIS)).open(server.direct, task);
  await iris.page.getByRole('button', { name: 'Actions for p1.png' }).click();
  await expect(iris.page.getByRole('menuitem', { name: /^Accept/ })).toBeDisabled();
  await iris.page.keyboard.press('Escape');

  // Previous and next stay within acceptance.
  await iris.page.getByRole('button', { name: 'View all in acceptance' }).click();
  await expect(iris.page).toHaveURL(new RegExp(`/items/${task.items[0]}\\?stage=acceptance`));
  const tool = new ToolPage(iris.page);
  await expect(tool.labels.first()).toBeVisible();
  await iris.page.getByRole('link', { name: /^Back to/ }).click();
  await expect(iris.page).toHaveURL(/\?stage=acceptance/);

  await iris.menu('p1.png', 'Accept');
  await iris.dialog.getByRole('button', { name: 'Accept 1 item' }).click();
  await expect(iris.page.getByText('p1.png was accepted')).toBeVisible();
  await expect(iris.items).toHaveCount(1);

  // F30
  await iris.stage('Complete').click();
  await iris.link('p1.png').click();
  await expect(tool.labels.first()).toBeVisible();
  await iris.page.getByRole('link', { name: /^Back to/ }).click();
  await iris.menu('p1.png', 'Revise…');
  const revise = iris.dialog.getByRole('button', { name: 'Revise 1 item' });
  await expect(revise).toBeDisabled();
  await iris.dialog.getByLabel('Reason').fill('The client wants the mirrors too');
  await revise.click();
  await expect(iris.page.getByText('p1.png is back in Annotate')).toBeVisible();
  await expect(iris.page.getByText('No item matches')).toBeVisible();
  await iris.page.getByRole('button', { name: 'Clear filters' }).click();
  await iris.filter('Activity', 'Was revised');
  await expect(iris.items).toHaveCount(1);
  await expect(iris.item('p1.png').getByRole('img', { name: 'Revised once after acceptance' })).toBeVisible();

  await iris.menu('p1.png', 'History');
  const moves = iris.dialog.getByRole('listitem');
  await expect(moves).toHaveCount(2);
  await expect(moves.first()).toContainText('Iris Ito accepted it');
  await expect(moves.last()).toContainText('Iris Ito revised it');
  await expect(moves.last()).toContainText('The client wants the mirrors too');
});

test('F15 F16 a sample is drawn, judged and decided on: progress, error rate, suggestion, and the rest accepted at once', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ stage: 'acceptance', items: 6 });
  const iris = await new ListPage(await browse(IRIS)).open(server.direct, task);
  await iris.page.getByRole('button', { name: 'Samples' }).click();
  await iris.page.getByRole('button', { name: 'Draw a sample…' }).click();
  await expect(iris.dialog).toContainText('From 6 items in acceptance');
  await iris.dialog.getByLabel('Size', { exact: true }).fill('2');
  await iris.dialog.getByLabel('Seed').fill('7');
  await iris.dialog.getByRole('button', { name: 'Draw 2 items' }).click();

  await expect(iris.page).toHaveURL(/[?&]sample=/);
  await expect(iris.items).toHaveCount(2);
  const strip = iris.page.getByRole('region', { name: 'Sample' });
  await expect(strip).toContainText('0 of 2 judged');
  await expect(strip).toContainText('seed 7');
  await expect(strip).toContainText('Judge more: 2 to go');
  await iris.selectAll();
  await iris.bar.getByRole('button', { name: 'Accept…' }).click();
  await iris.dialog.getByRole('button', { name: 'Accept 2 items' }).click();
  await expect(strip).toContainText('2 of 2 judged');
  await expect(strip.getByRole('img', { name: /^Error rate 0\.0 %, between/ })).toBeVisible();
  await expect(strip).toContainText('You can accept the rest: 4 items.');

  await strip.getByRole('button', { name: 'Accept the rest…' }).click();
  await iris.dialog.getByLabel('Note').fill('Two of two were good');
  await iris.dialog.getByRole('button', { name: 'Accept 4 items' }).click();
  await expect(iris.panel).toContainText('4 accepted');
  await expect(strip).toContainText('The rest was accepted.');
  await expect(strip).toContainText('Two of two were good');
  await expect(strip.getByRole('button', { name: 'Accept the rest…' })).toHaveCount(0);

  await strip.getByRole('button', { name: 'Leave the sample' }).click();
  await expect(iris.items).toHaveCount(6);
  await expect(iris.stage('Complete')).toContainText('6');
  await iris.page.getByRole('button', { name: 'Samples' }).click();
  await expect(iris.page.getByRole('dialog', { name: 'Samples' })).toContainText('rest accepted');
});

test('F20 F21 all items that one user is editing are unlocked from the list, with a reason that the user sees', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ items: 3 });
  const first = await new ToolPage(await browse(ANA)).open(server.direct, task, task.items[0]);
  await first.expectEditable();
  const second = await new ToolPage(await first.page.context().newPage()).open(server.direct, task, task.items[1]);
  await second.expectEditable();

  const iris = await new ListPage(await browse(IRIS)).open(server.direct, task);
  await iris.filter('Locked', 'Ana Arias');
  await expect(iris.items).toHaveCount(2);
  await iris.page.getByRole('button', { name: 'Unlock p1.png' }).click();
  await iris.dialog.getByRole('button', { name: 'All by Ana Arias…' }).click();
  await expect(iris.dialog).toContainText('Others are editing 2 items');
  const unlock = iris.dialog.getByRole('button', { name: 'Unlock 2 items' });
  await expect(unlock).toBeDisabled();
  await iris.dialog.getByLabel('Reason').fill('The batch is due.');
  await unlock.click();
  await expect(iris.panel).toContainText('2 unlocked');
  // She no longer holds a lock: the list updates automatically.
  await expect(iris.page.getByText('No item matches')).toBeVisible();
  for (const tool of [first, second]) {
    await expect(tool.banner('notice-unlocked')).toContainText('The batch is due.');
  }
});

test('F8 a view is saved, shared, opened by another user, renamed and deleted', async ({ server, browse }) => {
  const task = await server.makeTask({ stage: 'acceptance', items: 2 });
  const iris = await new ListPage(await browse(IRIS)).open(
    server.direct,
    task,
    '?stage=acceptance&view=table&sort=name',
  );
  await iris.page.getByRole('button', { name: 'Views', exact: true }).click();
  await iris.page.getByRole('menuitem', { name: 'Save this view…' }).click();
  await iris.dialog.getByLabel('Name').fill('Due today');
  await iris.dialog.getByLabel('Share with everyone in the task').check();
  await iris.dialog.getByRole('button', { name: 'Save view' }).click();
  await expect(iris.page.getByRole('button', { name: 'Views: Due today' })).toBeVisible();

  const bo = await new ListPage(await browse(BO)).open(server.direct, task);
  await bo.page.getByRole('button', { name: 'Views', exact: true }).click();
  await bo.page.getByRole('menuitemradio', { name: /Due today/ }).click();
  await expect(bo.page).toHaveURL(/stage=acceptance/);
  await expect(bo.page).toHaveURL(/view=table/);
  await expect(bo.page.getByRole('columnheader', { name: 'Reviewer' })).toBeVisible();

  await iris.page.getByRole('button', { name: 'Views: Due today' }).click();
  await iris.page.getByRole('menuitem', { name: 'Manage views…' }).click();
  const name = iris.dialog.getByLabel('Name of Due today');
  await name.fill('Due tomorrow');
  await name.press('Enter');
  await expect(iris.dialog.getByLabel('Name of Due tomorrow')).toBeVisible();
  await iris.dialog.getByRole('button', { name: 'Delete Due tomorrow' }).click();
  await iris.dialog.getByRole('button', { name: 'Delete view' }).click();
  await expect(iris.dialog).toContainText('You have no saved views.');
  await iris.page.keyboard.press('Escape');
  await expect(iris.page.getByRole('button', { name: 'Views', exact: true })).toBeVisible();
});
