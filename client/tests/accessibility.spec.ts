/** Checks every page with axe-core in both themes: no serious fault. */

import { expect } from '@playwright/test';
import { axeViolations, REDUCED_MOTION } from './axe';
import { ADA, test } from './harness';
import { ToolPage } from './tool-page';

test('F67 no serious accessibility fault on any page, in either theme', async ({ server, browse }) => {
  const task = await server.makeTask({ items: 3, labels: 5 });
  const page = await browse(ADA, REDUCED_MOTION);
  const at = async (path: string, ready: () => Promise<void>) => {
    await page.goto(server.direct + path);
    await ready();
    expect.soft(await axeViolations(page), path).toEqual([]);
  };
  const shown = (text: string | RegExp) => () => expect(page.getByText(text).first()).toBeVisible();

  await at('/tasks', shown('My tasks'));
  await at(`/tasks/${task.id}`, shown('p1.png'));
  await at(`/tasks/${task.id}?view=table`, shown('p1.png'));
  await at(`/tasks/${task.id}?q=nothing`, shown('No item matches'));
  await at(`/tasks/${task.id}/members`, shown(ADA.email));
  await at(`/tasks/${task.id}/settings`, shown('One editor at a time'));
  await at('/import', shown('Annotation file'));
  await at('/users', shown(ADA.email));
  await at('/datasets', shown('New dataset'));
  await at('/audit', shown('What happened'));
  await at(`/tasks/${task.id}/audit`, shown('What happened'));
  await at('/nowhere', shown('Page not found'));

  const tool = await new ToolPage(page).open(server.direct, task);
  await expect(tool.labels).toHaveCount(5);
  await tool.labels.first().click();
  await tool.press('m');
  await expect(page.getByText('No issues')).toBeVisible();
  expect.soft(await axeViolations(page), 'tool page').toEqual([]);
  await tool.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  expect.soft(await axeViolations(page), 'shortcuts').toEqual([]);
  await page.locator('[data-key="Mod+D"]').click();
  await page.keyboard.press('r');
  await expect(page.getByRole('alertdialog')).toBeVisible();
  expect.soft(await axeViolations(page), 'a shortcut that is taken').toEqual([]);
  await page.keyboard.press('Escape');
  for (const name of ['Editor settings', 'Notifications', 'Help'] as const) {
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    if (name === 'Help') await page.getByRole('menuitem', { name: 'How review works' }).click();
    await expect(page.getByRole('dialog', { name })).toBeVisible();
    expect.soft(await axeViolations(page), name).toEqual([]);
    await page.keyboard.press('Escape');
  }

  // Issues of two kinds, one of them expanded; the form with the list of people.
  await page.keyboard.press('Escape');
  const item = `/api/v1/items/${task.items[0]}`;
  const ada = await server.signIn(ADA);
  const tags = [{ id: 'blurry', name: 'Blurry', color: '#0072b2' }];
  expect(await ada.status('PATCH', `/api/v1/tasks/${task.id}`, { issue_tags: tags })).toBe(200);
  await ada.post(`${item}/issues`, { kind: 'file', text: 'See https://example.org', tags: ['blurry'] });
  await ada.post(`${item}/issues`, { kind: 'pinned', anchor: { x: 50, y: 50, frame: 0 }, text: 'Here' });
  const threaded = await new ToolPage(page).open(server.direct, task);
  await threaded.issue('example.org').locator('[data-row]').click();
  await expect(page.getByLabel('Reply')).toBeVisible();
  expect.soft(await axeViolations(page), 'threads').toEqual([]);
  await threaded.press('Alt+n');
  await page.getByLabel('Comment', { exact: true }).pressSequentially('@');
  await expect(page.getByRole('listbox')).toBeVisible();
  expect.soft(await axeViolations(page), 'new issue').toEqual([]);
  await at(`/tasks/${task.id}/settings`, shown('Issue tags'));

  await page.context().clearCookies();
  await at('/sign-in', shown('Sign in to Countersign'));
});

test('F68 the label list is navigated by keyboard, and F6 moves the focus out of the image', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ labels: 3 });
  const tool = await new ToolPage(await browse(ADA)).open(server.direct, task);
  const { page } = tool;
  await expect(tool.labels).toHaveCount(3);
  await tool.focus();
  await page.keyboard.press('F6');
  const tree = page.getByRole('tree');
  await expect(tree).toBeFocused();
  // The class, then its labels: the focused label is the selected one.
  for (const _ of [1, 2, 3]) await page.keyboard.press('ArrowDown');
  await expect(tool.labels.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.locator('[data-label][aria-selected="true"]')).toHaveCount(2);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await expect(tool.labels).toHaveCount(0);
});
