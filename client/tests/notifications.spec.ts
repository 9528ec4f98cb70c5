/** Notifications: live, in every tab of the user, with a link to where it happened. */

import { expect, type Locator, type Page } from '@playwright/test';
import { ADA, ANA, BO, type Browse, type Countersign, type MadeTask, type TestUser, test } from './harness';
import { ToolPage } from './tool-page';

async function idOf(server: Countersign, someone: TestUser): Promise<string> {
  const me = (await (await server.signIn(someone)).get('/api/v1/me')) as { id: string };
  return me.id;
}

/** Opens an issue about the whole item, and returns its id. */
async function issue(server: Countersign, by: TestUser, item: string, text: string, mentions: string[] = []) {
  const api = await server.signIn(by);
  await api.post(`/api/v1/items/${item}/issues`, { kind: 'file', text, mentions });
  const all = (await api.get(`/api/v1/items/${item}/issues`)) as { id: string; comments: { text: string }[] }[];
  const made = all.find(({ comments }) => comments[0]?.text === text);
  if (made === undefined) throw new Error('the issue is missing');
  return made.id;
}

function first(task: MadeTask): string {
  const [item] = task.items;
  if (item === undefined) throw new Error('the task has no item');
  return item;
}

class Bell {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  unread(count: number): Locator {
    const name = count === 0 ? 'Notifications' : `Notifications, ${count} unread`;
    return this.page.getByRole('button', { name, exact: true });
  }

  get list(): Locator {
    return this.page.getByRole('dialog', { name: 'Notifications' });
  }

  line(text: string): Locator {
    return this.list.getByRole('link').filter({ hasText: text });
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: /^Notifications/ }).click();
    await expect(this.list).toBeVisible();
  }
}

/** Opens a user's bell, with the notifications of earlier tests marked as read. */
async function bellOf(server: Countersign, browse: Browse, someone: TestUser): Promise<Bell> {
  await (await server.signIn(someone)).post('/api/v1/me/notifications/read', {});
  const bell = new Bell(await browse(someone, { path: '/tasks' }));
  await expect(bell.unread(0)).toBeVisible();
  return bell;
}

test('F71 F97 a mention shows on the bell at once, a click opens its issue, and the other tab shows it as read', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ items: 2 });
  const [bell, second] = [await bellOf(server, browse, ANA), await bellOf(server, browse, ANA)];
  const { page } = bell;

  await issue(server, BO, first(task), 'Is this a van, @Ana Arias?', [await idOf(server, ANA)]);
  await expect(bell.unread(1)).toBeVisible();
  await expect(second.unread(1)).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Bo Berg mentioned you on p1.png' })).toBeVisible();

  // By keyboard alone: the newest has the focus.
  await page.getByRole('button', { name: /^Notifications/ }).focus();
  await page.keyboard.press('Enter');
  const line = bell.line('Is this a van');
  await expect(line).toBeFocused();
  await expect(line).toContainText('Unread: Bo Berg mentioned you on p1.png');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/items/${first(task)}\\?issue=`));
  const tool = new ToolPage(page);
  await expect(tool.issue('Is this a van').getByRole('button', { expanded: true })).toBeVisible();
  await expect(bell.unread(0)).toBeVisible();
  await expect(second.unread(0)).toBeVisible();

  // On the item itself, a new notification opens its issue without leaving the page.
  await issue(server, BO, first(task), 'And this one?', [await idOf(server, ANA)]);
  await expect(bell.unread(1)).toBeVisible();
  await bell.open();
  await bell.line('And this one').click();
  await expect(tool.issue('And this one').getByRole('button', { expanded: true })).toBeVisible();
  await expect(bell.list).toBeHidden();
  await expect(second.unread(0)).toBeVisible();
});

test('F54 F71 sending an item back notifies its submitter, with the reason', async ({ server, browse }) => {
  const task = await server.makeTask();
  const bell = await bellOf(server, browse, ANA);
  const { page } = bell;
  await (await server.signIn(ANA)).post(`/api/v1/items/${first(task)}/finish`, { move: 'submit' });
  await (await server.signIn(ADA)).post(`/api/v1/items/${first(task)}/reject`, { reason: 'The left side is empty.' });
  await expect(bell.unread(1)).toBeVisible();
  await bell.open();
  const line = bell.line('Ada Adler sent p1.png back to you');
  await expect(line).toContainText('The left side is empty.');
  await line.click();
  await expect(page).toHaveURL(new RegExp(`/items/${first(task)}`));
  await expect(new ToolPage(page).labels).toHaveCount(1);
});

test('F71 F98 the author of an issue is notified of replies and of its resolution, but not of own comments', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  const bell = await bellOf(server, browse, BO);
  const thread = `/api/v1/items/${first(task)}/issues/${await issue(server, BO, first(task), 'What is this?')}`;
  const [ana, bo] = [await server.signIn(ANA), await server.signIn(BO)];
  await bo.post(`${thread}/comments`, { text: 'Nobody?' });
  await ana.post(`${thread}/comments`, { text: 'A tram.' });
  await expect(bell.unread(1)).toBeVisible();
  await ana.put(`${thread}/state`, { state: 'resolved' });
  await expect(bell.unread(2)).toBeVisible();
  await bell.open();
  await expect(bell.list.getByRole('link').nth(0)).toContainText('Ana Arias resolved your issue on p1.png');
  await expect(bell.list.getByRole('link').nth(1)).toContainText('Ana Arias replied to your issue on p1.png');
  await expect(bell.line('A tram.')).toBeVisible();
  // The arrow keys step through the lines, and Esc returns to the bell.
  await expect(bell.list.getByRole('link').nth(0)).toBeFocused();
  await bell.page.keyboard.press('ArrowDown');
  await expect(bell.list.getByRole('link').nth(1)).toBeFocused();
  await bell.list.getByRole('button', { name: 'Mark all as read' }).click();
  await bell.page.keyboard.press('Escape');
  await expect(bell.unread(0)).toBeVisible();
});

test('F21 F71 a force-unlock notifies the editor, with the reason, but not a former member', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  const bell = await bellOf(server, browse, ANA);
  const { page } = bell;
  const tool = await new ToolPage(page).open(server.direct, task);
  await tool.expectEditable();
  const ada = await server.signIn(ADA);
  await ada.post(`/api/v1/items/${first(task)}/unlock`, { reason: 'I need it now' });
  await expect(bell.unread(1)).toBeVisible();
  await bell.open();
  // There can be others of that kind from earlier tests; the reason identifies this one.
  await expect(bell.line('I need it now')).toContainText('Ada Adler unlocked p1.png');
  await page.keyboard.press('Escape');

  await page.goto(`${server.direct}/tasks`);
  await expect(bell.unread(1)).toBeVisible();
  await ada.put(`/api/v1/tasks/${task.id}/members/${await idOf(server, ANA)}`, { roles: [] });
  await expect(bell.unread(0)).toBeVisible();
  await bell.open();
  await expect(bell.line('I need it now')).toHaveCount(0);
});

test('F71 the list loads more at its end, and shows an error when it cannot be loaded', async ({ server, browse }) => {
  const task = await server.makeTask();
  const ana = await idOf(server, ANA);
  const thread = await issue(server, BO, first(task), 'Number 0', [ana]);
  const bo = await server.signIn(BO);
  for (let number = 1; number <= 30; number += 1) {
    await bo.post(`/api/v1/items/${first(task)}/issues/${thread}/comments`, {
      text: `Number ${number}`,
      mentions: [ana],
    });
  }
  const page = await browse(ANA, { path: '/tasks' });
  const bell = new Bell(page);
  await bell.open();
  await expect(bell.list.getByRole('link')).toHaveCount(20);
  await bell.list.getByRole('link').last().press('End');
  await bell.list.getByRole('link').last().scrollIntoViewIfNeeded();
  await expect(bell.line('Number 0')).toHaveCount(1);
  await page.keyboard.press('Escape');

  await page.route('**/api/v1/me/notifications*', (route) => route.fulfill({ status: 503 }));
  await page.route('**/api/v1/me/events', (route) => route.fulfill({ status: 503 }));
  await page.reload();
  await bell.open();
  await expect(bell.list.getByText('The server cannot reach its database.')).toBeVisible();
  await page.unroute('**/api/v1/me/notifications*');
  await bell.list.getByRole('button', { name: 'Try again' }).click();
  await expect(bell.list.getByRole('link')).toHaveCount(20);
});
