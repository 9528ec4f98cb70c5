/** My tasks: what is waiting and what is done, returned items, contacts, and the lists that the buttons open. */

import { expect, type Page } from '@playwright/test';
import { axeViolations, REDUCED_MOTION } from './axe';
import { ADA, ANA, type Countersign, IRIS, type MadeTask, test } from './harness';
import { ToolPage } from './tool-page';

async function nameOf(server: Countersign, task: MadeTask): Promise<string> {
  const ada = await server.signIn(ADA);
  return ((await ada.get(`/api/v1/tasks/${task.id}`)) as { name: string }).name;
}

/** The card of a task in one of the groups. */
const card = (page: Page, group: string, name: string) =>
  page
    .getByRole('region', { name: new RegExp(`^${group}`) })
    .getByRole('article')
    .filter({ has: page.getByRole('link', { name, exact: true }) });

async function toTasks(page: Page, server: Countersign, show: '' | '?show=done' = ''): Promise<void> {
  await page.goto(`${server.direct}/tasks${show}`);
  await expect(page.getByRole('heading', { name: 'My tasks' })).toBeVisible();
}

test('F2 F3 F12 tasks are grouped by the stage their user works at; the button opens its items', async ({
  server,
  browse,
}) => {
  const [waiting, idle] = [
    await server.makeTask({ stage: 'acceptance', items: 2 }),
    await server.makeTask({ stage: 'annotate' }),
  ];
  const [name, other] = [await nameOf(server, waiting), await nameOf(server, idle)];
  const iris = await browse(IRIS);
  await toTasks(iris, server);
  const mine = card(iris, 'Acceptance', name);
  await expect(mine).toContainText('2 items · your role: inspector');
  await expect(mine.getByRole('img', { name: /Acceptance 2, Complete 0, of 2/ })).toBeVisible();
  // Nothing of the other task is waiting for an inspector.
  await expect(iris.getByRole('link', { name: other, exact: true })).toHaveCount(0);
  await iris.getByText('Done', { exact: true }).click();
  await expect(iris).toHaveURL(/show=done/);
  await expect(card(iris, 'Acceptance', other)).toBeVisible();
  await expect(iris.getByRole('link', { name, exact: true })).toHaveCount(0);

  await iris.goBack();
  await mine.getByRole('link', { name: `Inspect 2: 2 items in ${name}` }).click();
  await expect(iris).toHaveURL(new RegExp(`/tasks/${waiting.id}\\?stage=acceptance$`));
  await expect(iris.locator('[data-item]')).toHaveCount(2);
});

test('F34 the admins’ avatars show who they are and how to reach them, by keyboard too', async ({ server, browse }) => {
  const task = await server.makeTask();
  const name = await nameOf(server, task);
  const ana = await browse(ANA, REDUCED_MOTION);
  await toTasks(ana, server);
  const contact = card(ana, 'Annotate', name).getByRole('link', { name: /^Email Ada Adler, admin/ });
  await expect(contact).toHaveAttribute('href', `mailto:${ADA.email}`);
  await contact.hover();
  await expect(ana.getByText(ADA.email)).toBeVisible();
  await ana.mouse.move(0, 0);
  await expect(ana.getByText(ADA.email)).toHaveCount(0);
  await card(ana, 'Annotate', name).getByRole('link', { name, exact: true }).focus();
  await ana.keyboard.press('Tab');
  await expect(contact).toBeFocused();
  await expect(ana.getByText(ADA.email)).toBeVisible();
  expect.soft(await axeViolations(ana)).toEqual([]);
});

test('F32 items rejected to the user and items to re-review are counts that open their items', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ items: 2 });
  const [item] = task.items;
  const name = await nameOf(server, task);
  const ada = await server.signIn(ADA);
  const workflow = { reviews: [], acceptance: true };
  expect(await ada.status('PATCH', `/api/v1/tasks/${task.id}`, { workflow })).toBe(200);
  const asAna = await server.signIn(ANA);
  const submit = () => asAna.status('POST', `/api/v1/items/${item}/finish`, { move: 'submit' });
  expect(await submit()).toBe(200);

  const iris = await browse(IRIS);
  await new ToolPage(iris).open(server.direct, task, item);
  const asIris = await server.signIn(IRIS);
  expect(await asIris.status('POST', `/api/v1/items/${item}/reject`, { reason: 'The mirror is missing' })).toBe(200);
  await toTasks(iris, server);

  const ana = await browse(ANA);
  await toTasks(ana, server);
  await ana.getByRole('link', { name: `1 rejected, assigned to you in ${name}` }).click();
  await expect(ana).toHaveURL(/status=sent_back/);
  await expect(ana.locator('[data-item]')).toHaveCount(1);
  await expect(ana.locator(`[data-item="${item}"]`)).toBeVisible();

  expect(await submit()).toBe(200);
  await toTasks(ana, server);
  await expect(card(ana, 'Annotate', name)).toBeVisible();
  await expect(ana.getByRole('link', { name: `rejected, assigned to you in ${name}` })).toHaveCount(0);

  await toTasks(iris, server);
  await iris.getByRole('link', { name: `1 to re-review in ${name}` }).click();
  await expect(iris).toHaveURL(/status=resubmitted/);
  await expect(iris).toHaveURL(/returned_by=/);
  await expect(iris.locator('[data-item]')).toHaveCount(1);
  await expect(iris.locator(`[data-item="${item}"]`)).toBeVisible();
});

test('F2 only its admins see a draft, under the tasks they manage', async ({ server, browse }) => {
  const ada = await server.signIn(ADA);
  const made = await server.makeTask();
  const dataset = ((await ada.get('/api/v1/datasets')) as { id: string; tasks: { id: string }[] }[]).find(({ tasks }) =>
    tasks.some(({ id }) => id === made.id),
  );
  const name = `Draft of ${made.id.slice(0, 8)}`;
  await ada.post('/api/v1/tasks', {
    name,
    dataset: { id: dataset?.id },
    ontology: { classes: [] },
    workflow: { reviews: [], acceptance: false },
    members: [
      { email: ADA.email, roles: ['admin'] },
      { email: ANA.email, roles: ['annotator'] },
    ],
  });
  const page = await browse(ADA);
  await toTasks(page, server);
  const draft = card(page, 'Managed by you', name);
  await expect(draft).toContainText('Draft');
  await draft.getByRole('link', { name: `Set up ${name}` }).click();
  await expect(page.getByRole('list', { name: 'What is missing' })).toContainText('The ontology has no classes yet.');
  await expect(page.getByRole('button', { name: 'Publish…' })).toBeDisabled();

  const ana = await browse(ANA);
  await toTasks(ana, server);
  await expect(ana.getByRole('link', { name: await nameOf(server, made), exact: true })).toBeVisible();
  await expect(ana.getByRole('link', { name, exact: true })).toHaveCount(0);
});
