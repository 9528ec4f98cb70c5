/** User settings: keys, editor settings and theme, at once, after a reload, and in the user's other browsers. */

import { expect, type Locator, type Page } from '@playwright/test';
import { ADA, ANA, BO, type Countersign, IRIS, type MadeTask, type TestUser, test } from './harness';
import { ToolPage } from './tool-page';

async function stored(server: Countersign, someone: TestUser): Promise<Record<string, unknown>> {
  const me = (await (await server.signIn(someone)).get('/api/v1/me')) as { settings: Record<string, unknown> };
  return me.settings;
}

class Shortcuts {
  readonly tool: ToolPage;
  readonly page: Page;

  constructor(tool: ToolPage) {
    this.tool = tool;
    this.page = tool.page;
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  }

  async open(): Promise<this> {
    await this.tool.press('?');
    await expect(this.dialog).toBeVisible();
    return this;
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.dialog).toBeHidden();
  }

  row(command: string): Locator {
    return this.dialog.locator(`[data-command="${command}"]`);
  }

  key(command: string, key: string): Locator {
    return this.row(command).locator(`[data-key="${key}"]`);
  }

  /** Clicks a key of the command and presses another. */
  async change(command: string, from: string, press: string): Promise<void> {
    await this.key(command, from).click();
    await expect(this.row(command).getByText('Press new shortcut…')).toBeFocused();
    await this.page.keyboard.press(press);
  }
}

async function open(server: Countersign, page: Page, task: MadeTask): Promise<ToolPage> {
  return new ToolPage(page).open(server.direct, task);
}

test('F68 F69 approve gets another key: live, after a reload, in another browser, and reset again', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ stage: 'acceptance', labels: 3 });
  const page = await browse(IRIS);
  const tool = await open(server, page, task);
  const keys = await new Shortcuts(tool).open();
  await keys.change('review.approve', 'N', 'j');
  await expect(keys.key('review.approve', 'J')).toBeFocused();
  await expect(keys.key('review.approve', 'N')).toHaveCount(0);
  await keys.close();

  const approved = async (): Promise<number> => {
    const item = (await (await server.signIn(IRIS)).get(`/api/v1/items/${task.items[0]}`)) as {
      approved_count: number;
    };
    return item.approved_count;
  };
  // The old key no longer works; the new one approves.
  await tool.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('n');
  await page.keyboard.press('j');
  await expect.poll(approved).toBe(1);
  await expect.poll(() => stored(server, IRIS)).toMatchObject({ keys: { 'review.approve': ['J'] } });

  await page.reload();
  await expect(tool.canvas).toBeVisible();
  await keys.open();
  await expect(keys.key('review.approve', 'J')).toBeVisible();
  await keys.close();

  const elsewhere = await open(server, await browse(IRIS), task);
  await elsewhere.press('ArrowDown');
  await elsewhere.press('j');
  await expect.poll(approved).toBe(2);

  await keys.open();
  await keys
    .row('review.approve')
    .getByRole('button', { name: /^Reset/ })
    .click();
  await expect(keys.key('review.approve', 'N')).toBeVisible();
  await expect.poll(() => stored(server, IRIS)).toEqual({ keys: {} });
});

test('F68 a key in use shows its command, and is reassigned only after confirmation', async ({ server, browse }) => {
  const task = await server.makeTask();
  const page = await browse(BO);
  const tool = await open(server, page, task);
  const keys = await new Shortcuts(tool).open();
  const { dialog } = keys;

  await keys.change('tool.pan', 'H', 'r');
  const question = dialog.getByRole('alertdialog');
  await expect(question).toContainText('R is used by “Draw a box”.');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(keys.key('tool.pan', 'H')).toBeVisible();
  await expect(keys.key('tool.box', 'R')).toBeVisible();

  await keys.change('tool.pan', 'H', 'r');
  await question.getByRole('button', { name: 'Take it from “Draw a box”' }).click();
  await expect(keys.key('tool.pan', 'R')).toBeVisible();
  await expect(keys.row('tool.box')).toContainText('No shortcut');

  // Esc while waiting for keys leaves the dialog and the command as they are.
  await keys.key('tool.pan', 'R').click();
  await page.keyboard.press('Escape');
  await expect(keys.key('tool.pan', 'R')).toBeVisible();
  await expect(dialog).toBeVisible();

  // A key that the browser uses shows a warning; a command can have several keys.
  await keys
    .row('tool.box')
    .getByRole('button', { name: /^Add shortcut/ })
    .click();
  await page.keyboard.press('Control+f');
  await expect(question).toContainText('the browser searches the page');
  await question.getByRole('button', { name: 'Use it anyway' }).click();
  await keys
    .row('tool.box')
    .getByRole('button', { name: /^Add shortcut/ })
    .click();
  await page.keyboard.press('q');
  await expect(keys.key('tool.box', 'Mod+F')).toBeVisible();
  await expect(keys.key('tool.box', 'Q')).toBeVisible();
  await keys.close();

  // In effect at once, also where keys are only displayed.
  const pressed = (name: string) => page.getByRole('button', { name, exact: true }).first();
  await tool.press('r');
  await expect(pressed('Move the view')).toHaveAttribute('aria-pressed', 'true');
  await tool.press('q');
  await expect(pressed('Draw a box')).toHaveAttribute('aria-pressed', 'true');
  await pressed('Move the view').hover();
  await expect(page.getByRole('tooltip')).toContainText('R');
  await tool.press('Control+k');
  await page.getByPlaceholder('Search commands…').fill('Draw a box');
  await expect(page.getByRole('button', { name: /Draw a box/ }).last()).toContainText('F');
  await page.keyboard.press('Escape');

  // Resets one command, whose key another one has; then all commands, and undoes that.
  await keys.open();
  await keys
    .row('tool.box')
    .getByRole('button', { name: /^Reset/ })
    .click();
  await question.getByRole('button', { name: 'Take it from “Move the view”' }).click();
  await expect(keys.key('tool.box', 'R')).toBeVisible();
  await expect(keys.row('tool.pan')).toContainText('No shortcut');
  await dialog.getByRole('button', { name: 'Reset all (1)' }).click();
  await expect(keys.key('tool.pan', 'H')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Reset all', exact: true })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(keys.row('tool.pan')).toContainText('No shortcut');

  // Search finds a command by its name and by its key.
  const search = dialog.getByRole('textbox', { name: 'Search shortcuts' });
  await search.fill('palette that is not there');
  await expect(dialog.getByText('No matching commands or keys.')).toBeVisible();
  await search.fill('ctrl+k');
  await expect(dialog.locator('[data-command]')).toHaveCount(1);
  await expect(keys.row('page.palette')).toBeVisible();
});

test('F40 F41 F64 F67 F69 editor settings apply at once and in the next browser, and leave other settings alone', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  await (await server.signIn(ADA)).put('/api/v1/me/settings', { keys: { 'tool.pan': ['J'] }, later: 1 });
  const page = await browse(ADA);
  await open(server, page, task);
  await page.getByRole('button', { name: 'Editor settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Editor settings' });
  await expect(dialog.getByRole('slider')).toHaveAttribute('aria-valuenow', '60');
  const percent = dialog.getByRole('textbox', { name: 'Zoom in single-label mode' });
  await percent.fill('20');
  await expect(dialog.getByText('No zoom: the view stays as it is.')).toBeVisible();
  await percent.fill('35');
  await dialog.getByRole('switch', { name: 'Advance after a verdict' }).uncheck();
  await dialog.getByRole('switch', { name: 'Step through attributes' }).uncheck();
  await dialog.getByRole('switch', { name: 'Class names beside labels' }).check();
  await dialog.getByText('Dark', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect
    .poll(() => stored(server, ADA))
    .toEqual({
      keys: { 'tool.pan': ['J'] },
      later: 1,
      theme: 'dark',
      editor: { advance: false, turboAttributes: false, singleLabelZoom: 35, showClassNames: true },
    });

  const other = await browse(ADA);
  await open(server, other, task);
  await expect(other.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  // From the palette this time.
  await other.keyboard.press('Control+k');
  await other.getByPlaceholder('Search commands…').fill('Editor settings');
  await other.keyboard.press('Enter');
  const again = other.getByRole('dialog', { name: 'Editor settings' });
  await expect(again.getByRole('switch', { name: 'Advance after a verdict' })).not.toBeChecked();
  await expect(again.getByRole('slider')).toHaveAttribute('aria-valuenow', '35');
});

test('F69 settings that cannot be saved apply in the tab with a warning, and are saved once possible', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  const page = await browse(ANA);
  const tool = await open(server, page, task);
  await page.route('**/api/v1/me/settings', (route) => route.fulfill({ status: 413 }));
  await tool.press('i');
  const toast = page.getByText('Your settings are not saved yet');
  await expect(toast).toBeVisible();
  await page.unroute('**/api/v1/me/settings');
  await tool.press('i');
  await expect(toast).toBeHidden();
  await expect.poll(() => stored(server, ANA)).toMatchObject({ editor: { showClassNames: expect.any(Boolean) } });
});

test('F69 a change made just before the page is left is saved', async ({ server, browse }) => {
  const task = await server.makeTask();
  const page = await browse(ANA);
  const tool = await open(server, page, task);
  // The page is left before the save starts.
  await tool.press('i');
  await page.goto(`${server.direct}/tasks`);
  await expect.poll(() => stored(server, ANA)).toMatchObject({ editor: { showClassNames: true } });

  await open(server, page, task);
  // The page is left during an earlier save, whose first request never ends.
  await page.route('**/api/v1/me', () => undefined);
  const saving = page.waitForRequest('**/api/v1/me');
  await tool.press('i');
  await saving;
  await tool.press('i');
  await tool.press('i');
  await page.goto(`${server.direct}/tasks`);
  await expect.poll(() => stored(server, ANA)).toMatchObject({ editor: { showClassNames: false } });
});

test('F70 help explains the terms of the page', async ({ server, browse }) => {
  const task = await server.makeTask();
  const page = await browse(ANA);
  await open(server, page, task);
  await page.getByRole('button', { name: 'Help', exact: true }).click();
  await page.getByRole('menuitem', { name: 'What the save state means' }).click();
  const dialog = page.getByRole('dialog', { name: 'Help' });
  await expect(dialog.getByText('Offline, n unsent')).toBeVisible();
  await dialog.getByRole('tab', { name: 'Editing and banners' }).click();
  await expect(dialog.getByText('Open in another tab')).toBeVisible();
});
