/** Accounts and membership: changing a password, adding a member. */

import { expect } from '@playwright/test';
import { ADA, BO, test } from './harness';

const PASSWORD = 'correct horse battery';

test('users change their own password, and their other sessions end', async ({ server, browse }) => {
  const elsewhere = await server.signIn(BO);
  const page = await browse(BO, { byForm: true });
  const dialog = page.getByRole('dialog');
  const change = async (current: string, next: string, again = next) => {
    await page.getByRole('button', { name: `Account of ${BO.name}` }).click();
    await page.getByRole('menuitem', { name: 'Change password…' }).click();
    await dialog.getByLabel('Current password').fill(current);
    await dialog.getByLabel('New password', { exact: true }).fill(next);
    await dialog.getByLabel('Confirm new password').fill(again);
    await dialog.getByRole('button', { name: 'Change' }).click();
  };
  await change('not the password', 'another long one', 'another longer one');
  await expect(dialog.getByText('The passwords do not match.')).toBeVisible();
  await dialog.getByLabel('Confirm new password').fill('another long one');
  await dialog.getByRole('button', { name: 'Change' }).click();
  await expect(dialog.getByText('This is not your current password.')).toBeVisible();
  await dialog.getByLabel('Current password').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Change' }).click();
  await expect(page.getByText('Password changed.')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(elsewhere.get('/api/v1/me')).rejects.toThrow('401');
  // Restores the password for the other tests.
  await change('another long one', PASSWORD);
  await expect(dialog).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'My tasks' })).toBeVisible();
});

test('a task admin who is not a site admin adds a member by e-mail', async ({ server, browse }) => {
  const task = await server.makeTask();
  const ada = await server.signIn(ADA);
  await ada.post(`/api/v1/tasks/${task.id}/members`, { email: BO.email, roles: ['admin'] });
  const page = await browse(BO);
  await page.goto(`${server.direct}/tasks/${task.id}/members`);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Add a member' }).click();
  await dialog.getByLabel('E-mail').fill('nobody@example.org');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog.getByText('No account has this e-mail')).toBeVisible();
  await dialog.getByLabel('E-mail').fill('ana@example.org');
  await dialog.getByLabel(/^Reviewer/).check();
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog).toHaveCount(0);
  // Ana keeps her previous role.
  await expect(page.getByRole('checkbox', { name: 'Ana Arias is annotator' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Ana Arias is reviewer' })).toBeChecked();
});
