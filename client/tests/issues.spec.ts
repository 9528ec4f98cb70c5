/** Comment threads between two people: each change is on the other's screen without a reload. */

import { expect, type Page } from '@playwright/test';
import { ANA, BO, test } from './harness';
import { ToolPage } from './tool-page';

const RED = '224,49,49';
const GREEN = '47,158,68';

test('F85 F89 F98 F99 a thread about the item: reply, resolve, reopen, and delete by its author only', async ({
  server,
  browser,
}) => {
  const task = await server.makeTask();
  const [a, b] = [await browser.newContext(), await browser.newContext()];
  const ana = await new ToolPage(await server.browse(a, ANA)).open(server.direct, task);
  const bo = await new ToolPage(await server.browse(b, BO)).open(server.direct, task);
  await ana.openIssues();
  await bo.openIssues();

  await bo.button('New issue').click();
  await bo.page.getByLabel('Comment', { exact: true }).fill('The left door is missing.');
  await bo.button('Create issue').click();
  const [atAna, atBo] = [ana.thread('The left door is missing.'), bo.thread('The left door is missing.')];
  await expect(atAna).toBeVisible();

  await atAna.getByLabel('Reply').fill('It is behind the tree.');
  await ana.page.keyboard.press('Control+Enter');
  await expect(atBo).toContainText('It is behind the tree.');
  await expect(atBo).toContainText('Ana Arias');

  // The one who resolves need not have begun it; the other's list of open threads has it no more.
  await atAna.getByRole('button', { name: 'Resolve this issue' }).click();
  await expect(bo.button('Issues, 0 open')).toBeVisible();
  await bo.page.getByText(/^All 1$/).click();
  await expect(atBo).toContainText('Resolved');
  await atBo.getByRole('button', { name: 'Reopen' }).click();
  await expect(ana.button('Issues, 1 open')).toBeVisible();
  await expect(atAna).toContainText('Open');

  // Only its author is offered to delete it, and only its author can.
  await expect(atAna.getByRole('button', { name: 'More for this issue' })).toHaveCount(0);
  const asAna = await server.signIn(ANA);
  const [issue] = (await asAna.get(`/api/v1/items/${task.items[0]}/issues`)) as { id: string }[];
  expect(await asAna.status('DELETE', `/api/v1/items/${task.items[0]}/issues/${issue?.id}`)).toBe(403);
  await atBo.getByRole('button', { name: 'More for this issue' }).click();
  await bo.page.getByRole('menuitem', { name: 'Delete thread…' }).click();
  await atBo.getByRole('button', { name: 'Delete thread' }).click();
  await expect(atBo).toHaveCount(0);
  await expect(atAna).toHaveCount(0);
  await Promise.all([a.close(), b.close()]);
});

test('F90 F98 a pin is red on both screens until it is resolved', async ({ server, browser }) => {
  const task = await server.makeTask();
  const [a, b] = [await browser.newContext(), await browser.newContext()];
  const ana = await new ToolPage(await server.browse(a, ANA)).open(server.direct, task);
  const bo = await new ToolPage(await server.browse(b, BO)).open(server.direct, task);
  for (const tool of [ana, bo]) {
    await tool.openIssues();
    await tool.press('f');
  }
  await bo.press('c');
  await bo.click(300, 240);
  await bo.page.getByLabel('Comment', { exact: true }).fill('What is this?');
  await bo.page.keyboard.press('Control+Enter');
  // Beside the middle of its head.
  const pin = (tool: ToolPage) => tool.paintedAt(300, 240, -5, -20);
  await expect(ana.thread('What is this?')).toBeVisible();
  await expect.poll(() => pin(ana)).toBe(RED);
  await expect.poll(() => pin(bo)).toBe(RED);

  // A click on the pin opens its thread.
  await ana.press('v');
  const tip = await ana.at(300, 240);
  await ana.page.mouse.click(tip.x, tip.y - 20);
  await expect(ana.thread('What is this?').getByRole('button', { pressed: true })).toBeVisible();
  await bo.thread('What is this?').getByRole('button', { name: 'Resolve this issue' }).click();
  await expect.poll(() => pin(ana)).toBe(GREEN);
  await expect(ana.thread('What is this?')).toContainText('Resolved');
  // With its thread closed again a resolved pin is gone.
  await ana.thread('What is this?').getByRole('button', { pressed: true }).click();
  await expect.poll(() => pin(ana)).not.toBe(GREEN);
  expect(await pin(ana)).not.toBe(RED);
  await Promise.all([a.close(), b.close()]);
});

/** What the page's content policy had to stop, and whether anything ran that should not have. */
async function watch(page: Page): Promise<() => Promise<readonly string[]>> {
  const seen: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) seen.push(message.text());
  });
  page.on('dialog', (dialog) => {
    seen.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    const reports: string[] = [];
    Object.assign(window, { reports });
    document.addEventListener('securitypolicyviolation', (event) => {
      reports.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
    });
  });
  return async () => [
    ...seen,
    ...(await page.evaluate(() => {
      const { reports, ran } = window as unknown as { reports: string[]; ran?: boolean };
      return ran === true ? [...reports, 'a script ran'] : reports;
    })),
  ];
}

test('fault_28 markup in a comment stays text, and the content policy has nothing to stop', async ({
  server,
  browser,
}) => {
  const task = await server.makeTask();
  const [a, b] = [await browser.newContext(), await browser.newContext()];
  const [anaPage, boPage] = [await server.browse(a, ANA), await server.browse(b, BO)];
  const faults = [await watch(anaPage), await watch(boPage)];
  const ana = await new ToolPage(anaPage).open(server.direct, task);
  const bo = await new ToolPage(boPage).open(server.direct, task);
  const markup = `<script>window.ran = true; alert(1)</script><img src="/nothing" onerror="window.ran = true; alert(1)">`;
  await bo.openIssues();
  await bo.button('New issue').click();
  await bo.page.getByLabel('Comment', { exact: true }).fill(markup);
  await bo.button('Create issue').click();
  await ana.openIssues();
  for (const tool of [ana, bo]) {
    await expect(tool.page.getByText(markup)).toBeVisible();
    await expect(tool.thread('window.ran').locator('img, script')).toHaveCount(0);
  }
  // The finish dialog shows it too.
  await ana.button(/^Submit/).click();
  await expect(ana.page.getByRole('dialog').getByText(markup)).toBeVisible();
  for (const found of faults) expect(await found()).toEqual([]);
  await Promise.all([a.close(), b.close()]);
});
