/** A lost network, and a reload with unsent edits: no edit is lost silently. */

import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { ADA, ANA, BO, test } from './harness';
import { LiveConnection } from './live-connection';
import { ToolPage } from './tool-page';

test('F63 N4 editing continues offline, and the edits are sent when the network is back', async ({
  server,
  relay,
  browse,
}) => {
  const task = await server.makeTask();
  const ana = await new ToolPage(await browse(ANA, { at: server.throughRelay })).open(server.throughRelay, task);
  await ana.expectEditable();
  const bo = await new ToolPage(await browse(BO)).open(server.direct, task);

  relay.cut();
  await expect(ana.saveState).toHaveText('Offline');
  await ana.drawBox(100, 200, 200, 300);
  await ana.drawBox(300, 200, 400, 300);
  await expect(ana.saveState).toHaveText('Offline, 2 unsent');
  await expect(ana.labels).toHaveCount(3);
  await expect(bo.labels).toHaveCount(1);

  relay.restore();
  await ana.expectSaved();
  await expect(bo.labels).toHaveCount(3);
  await ana.expectEditable();
});

test('N4 unsent work survives a reload', async ({ server, relay, browse }) => {
  const task = await server.makeTask();
  const ana = await new ToolPage(await browse(ANA, { at: server.throughRelay })).open(server.throughRelay, task);
  await ana.expectEditable();
  // Only the live connection is cut: the page itself must load again.
  await ana.page.routeWebSocket(/\/live\//, (socket) => socket.close({ code: 1013 }));
  relay.cut();
  await expect(ana.saveState).toHaveText('Offline');
  relay.restore();
  await ana.drawBox(100, 200, 200, 300);
  await expect(ana.saveState).toHaveText(/Offline, 1 unsent/);
  await ana.page.unrouteAll();

  const again = new ToolPage(await ana.page.context().newPage());
  await ana.page.close();
  await again.open(server.throughRelay, task);
  await expect(again.saveState).toHaveText('Offline, 1 unsent');
  // The closed tab keeps the lock for its grace period; taking over sends the stored edits.
  await again.banner('banner-other-tab').getByRole('button', { name: 'Edit here' }).click();
  await expect(again.banner('notice-recovered')).toContainText('An edit from an earlier visit was sent');
  await again.expectSaved();
  await expect(again.labels).toHaveCount(2);
  const api = await server.signIn(ADA);
  expect(Object.keys(await api.labels(task.items[0]!))).toHaveLength(2);
});

test('F22 N4 unsent edits are offered as a file if another user took the lock meanwhile', async ({
  server,
  relay,
  browse,
}) => {
  const task = await server.makeTask();
  const ana = await new ToolPage(await browse(ANA, { at: server.throughRelay })).open(server.throughRelay, task);
  await ana.expectEditable();
  relay.cut();
  await expect(ana.saveState).toHaveText('Offline');
  await ana.drawBox(100, 200, 200, 300);
  await expect(ana.saveState).toHaveText('Offline, 1 unsent');

  const ada = await server.signIn(ADA);
  await ada.post(`/api/v1/items/${task.items[0]}/unlock`, { reason: 'Ana is offline.' });
  const bo = await new ToolPage(await browse(BO)).open(server.direct, task);
  await bo.expectEditable();
  await bo.drawBox(300, 200, 400, 300);
  await bo.expectSaved();

  relay.restore();
  await expect(ana.banner('banner-discarded')).toContainText('1 edit was not saved');
  await expect(ana.banner('banner-discarded')).toContainText('Bo Berg');
  await expect(ana.labels).toHaveCount(2);
  const [download] = await Promise.all([ana.page.waitForEvent('download'), ana.button('Save as a file').click()]);
  expect(download.suggestedFilename()).toBe(`countersign-unsent-${task.items[0]}.json`);
  const file = JSON.parse(readFileSync(await download.path(), 'utf8')) as { labels: Record<string, { shape: string }> };
  expect(Object.values(file.labels).map((label) => label.shape)).toEqual(['box']);
  await ana.expectSaved();
});

test('N4 a reload of the same tab keeps the unsent edits, and they arrive once', async ({ server, browse }) => {
  const task = await server.makeTask();
  const page = await browse(ANA);
  const wire = await LiveConnection.of(page);
  const ana = await new ToolPage(page).open(server.direct, task);
  await ana.expectEditable();
  const bo = await new ToolPage(await browse(BO)).open(server.direct, task);
  await wire.cut();
  await expect(ana.saveState).toHaveText('Offline');
  await ana.drawBox(100, 200, 200, 300);
  await ana.drawBox(300, 200, 400, 300);
  await expect(ana.saveState).toHaveText('Offline, 2 unsent');

  await page.reload();
  await expect(ana.saveState).toHaveText('Offline, 2 unsent');
  await expect(bo.labels).toHaveCount(1);
  wire.restore();
  await ana.expectSaved();
  await expect(ana.labels).toHaveCount(3);
  await expect(bo.labels).toHaveCount(3);
  // The same tab gets its lock back without asking.
  await ana.expectEditable();
  await page.reload();
  await ana.expectEditable();
  await ana.expectSaved();
  await expect(ana.labels).toHaveCount(3);
  const api = await server.signIn(ADA);
  expect(Object.keys(await api.labels(task.items[0]!))).toHaveLength(3);
});

test('F63 fault_19 a refused edit is undone, with the reason, and offered as a file', async ({ server, browse }) => {
  const task = await server.makeTask();
  const page = await browse(ANA);
  const wire = await LiveConnection.of(page);
  const ana = await new ToolPage(page).open(server.direct, task);
  await ana.expectEditable();
  await ana.drawBox(100, 200, 200, 300);
  await ana.expectSaved();

  // Her role changes, and the edit is in flight before her page is notified.
  const ada = await server.signIn(ADA);
  const members = (await ada.get(`/api/v1/tasks/${task.id}/members`)) as { person: { id: string }; email: string }[];
  const id = members.find(({ email }) => email === ANA.email)?.person.id;
  wire.withhold('access', 'lock', 'notice');
  await ada.put(`/api/v1/tasks/${task.id}/members/${id}`, { roles: ['inspector'] });
  await ana.drawBox(300, 200, 400, 300);

  await expect(ana.saveState).toHaveText(/^Refused: \S/);
  await expect(ana.banner('notice-refused')).toContainText('An edit was refused and undone');
  await expect(ana.labels).toHaveCount(2);
  await expect(ana.banner('banner-read-only')).toBeVisible();
  await expect(ana.banner('banner-discarded')).toContainText('1 edit was not saved');
  const [download] = await Promise.all([page.waitForEvent('download'), ana.button('Save as a file').click()]);
  const file = JSON.parse(readFileSync(await download.path(), 'utf8')) as { labels: Record<string, { shape: string }> };
  expect(Object.values(file.labels).map((label) => label.shape)).toEqual(['box']);
  const labels = await ada.labels(task.items[0]!);
  expect(Object.keys(labels)).toHaveLength(2);
  await ana.saveState.click();
  await ana.button('Got it').click();
  await ana.expectSaved();
});
