/** Setting up a task: the wizard from nothing to a published task, the ontology of a running task, its states. */

import { expect, type Page } from '@playwright/test';
import { axeViolations, REDUCED_MOTION } from './axe';
import { ADA, ANA, BO, type Countersign, IMAGE_SIZE, IRIS, type MadeTask, test } from './harness';
import { makePng } from './png';
import { ToolPage } from './tool-page';

interface StoredTask {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly total: number;
  readonly workflow: unknown;
  readonly ontology: {
    readonly classes: readonly {
      readonly id: string;
      readonly name: string;
      readonly attributes?: readonly unknown[];
    }[];
  };
}

async function stored(server: Countersign, id: string): Promise<StoredTask> {
  const ada = await server.signIn(ADA);
  return (await ada.get(`/api/v1/tasks/${id}`)) as StoredTask;
}

const png = (name: string, stripes: number) => ({
  name,
  mimeType: 'image/png',
  buffer: makePng(IMAGE_SIZE.width, IMAGE_SIZE.height, stripes),
});

/** The names in the list of classes, in order. */
const classNames = (page: Page) => page.getByRole('list', { name: 'Classes' }).getByRole('button');

test('F3 F55 a task is set up step by step, from nothing to published', async ({ server, browse }) => {
  // Makes sure that there is an existing dataset, too.
  await server.makeTask();
  const page = await browse(ADA, { ...REDUCED_MOTION, path: '/tasks' });
  await page.getByRole('link', { name: 'New task' }).click();

  // 1: a new dataset, its images, and the error of one that is broken.
  const name = `Harbour ${server.direct.slice(-5)}`;
  await page.getByLabel('Task name').fill(name);
  await page.getByText('New dataset').click();
  await page.getByLabel('Dataset name').fill(name);
  await page.getByRole('button', { name: 'Create dataset' }).click();
  await expect(page.getByRole('combobox', { name: 'Dataset' })).toHaveValue(`${name} · 0 images`);
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles([
      png('a.png', 41),
      png('b.png', 42),
      { name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('no picture') },
    ]);
  await expect(page.getByText('2 added · 1 failed')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Images in this upload' })).toContainText('broken.png');
  await expect(page.getByRole('combobox', { name: 'Dataset' })).toHaveValue(`${name} · 2 images`);
  expect.soft(await axeViolations(page), 'name and data').toEqual([]);

  // 2: classes in the order of their keys, by keyboard.
  await page.getByRole('link', { name: 'Next: Ontology' }).click();
  await page.getByRole('button', { name: 'Add a class' }).click();
  await page.keyboard.type('Boat');
  await expect(page.getByLabel('Id', { exact: true })).toHaveValue('boat');
  await page.getByRole('button', { name: 'Add an attribute' }).click();
  await page.keyboard.type('Kind');
  await page.getByRole('textbox', { name: 'Option 1', exact: true }).fill('Sail');
  await page.getByRole('textbox', { name: 'Option 2', exact: true }).fill('Motor');
  await page.getByRole('button', { name: 'Add a class' }).click();
  await page.keyboard.type('Buoy');
  await expect(classNames(page)).toHaveText([/Boat.*1/, /Buoy.*2/]);
  await classNames(page).nth(1).press('Alt+ArrowUp');
  await expect(classNames(page)).toHaveText([/Buoy.*1/, /Boat.*2/]);
  await expect(classNames(page).first()).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(classNames(page)).toHaveText([/Boat.*1/, /Buoy.*2/]);
  expect.soft(await axeViolations(page), 'ontology').toEqual([]);

  // The input survives a reload.
  await page.reload();
  await expect(classNames(page)).toHaveText([/Boat.*1/, /Buoy.*2/]);

  // 3: two reviews, the second for a fifth of the items.
  await page.getByRole('link', { name: 'Next: Workflow' }).click();
  await page.getByRole('button', { name: 'Add a review' }).click();
  await page.getByLabel('Percentage of items for Review 2').fill('20');
  await page.getByLabel('Percentage of items for Review 2').press('Enter');
  await page.getByLabel('Review 2 is strict').uncheck();
  await expect(page.getByRole('list', { name: 'Workflow stages' })).toContainText('Review 220 % of items');

  // 4 and 5: what is missing is listed, with links to fix it.
  await page.getByRole('link', { name: 'Next: People and rules' }).click();
  await page.getByRole('combobox', { name: 'Add a person' }).fill('Ana');
  await page.getByRole('option', { name: /Ana Arias/ }).click();
  await page.getByRole('link', { name: 'Next: Summary' }).click();
  const missing = page.getByRole('list', { name: 'What is missing' });
  await expect(missing.getByRole('listitem')).toHaveText([
    /Review has no reviewer yet\. Add one\./,
    /Acceptance has no inspector yet\. Add one\./,
  ]);
  await expect(page.getByRole('button', { name: 'Create and publish' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Create as draft' })).toBeEnabled();
  await missing.getByRole('link', { name: 'Fix' }).first().click();
  await expect(page).toHaveURL(/step=people/);
  await page.getByLabel('Ana Arias is reviewer').check();
  await page.getByLabel('Ana Arias is inspector').check();

  // Leaving asks for confirmation.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'My tasks' }).click();
  const leave = page.getByRole('dialog', { name: 'Discard this task?' });
  await leave.getByRole('button', { name: 'Stay' }).click();
  await expect(page.getByLabel('Ana Arias is inspector')).toBeChecked();

  await page.getByRole('link', { name: 'Next: Summary' }).click();
  expect.soft(await axeViolations(page), 'summary').toEqual([]);
  await page.getByRole('button', { name: 'Create and publish' }).click();
  await expect(page.getByText(`${name} was published`)).toBeVisible();
  await expect(page).toHaveURL(/\/tasks\/[0-9a-f-]{36}$/);
  await expect(page.locator('[data-item]')).toHaveCount(2);
  const task = await stored(server, new URL(page.url()).pathname.split('/')[2] ?? '');
  expect(task).toMatchObject({
    name,
    state: 'open',
    total: 2,
    workflow: {
      reviews: [
        { strict: true, percent: 100 },
        { strict: false, percent: 20 },
      ],
      acceptance: true,
    },
  });
  expect(task.ontology.classes.map(({ id }) => id)).toEqual(['boat', 'buoy']);

  // Ana sees it in her tasks.
  const ana = await browse(ANA, { path: '/tasks' });
  await expect(ana.getByRole('link', { name: name, exact: true }).first()).toBeVisible();
});

async function openOntology(server: Countersign, page: Page, task: MadeTask): Promise<void> {
  await page.goto(`${server.direct}/tasks/${task.id}/ontology`);
  await expect(classNames(page).first()).toBeVisible();
}

test('adding to a running ontology is free; a breaking change lists what it breaks, and asks for confirmation', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ labels: 3 });
  const page = await browse(ADA, REDUCED_MOTION);
  await openOntology(server, page, task);
  await page.getByRole('button', { name: 'Add a class' }).click();
  await page.keyboard.type('bus');
  await expect(page.getByText('1 class added', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Ontology saved. Open items use it at once.')).toBeVisible();
  await expect.poll(async () => (await stored(server, task.id)).ontology.classes.length).toBe(3);

  // An id that labels refer to cannot be changed; an empty name shows an error at its field.
  await classNames(page).first().click();
  await expect(page.getByLabel('Id', { exact: true })).toHaveAttribute('readonly');
  await page.getByLabel('Name', { exact: true }).fill('');
  await expect(page.getByText('Enter a name.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await page.keyboard.press('Control+z');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('car');

  await page.getByRole('button', { name: 'Remove the class car' }).click();
  await expect(classNames(page).first()).toBeFocused();
  // Undo restores the discarded changes.
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(page.getByText('No changes')).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByText('1 class removed', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'This change affects existing labels' });
  await expect(dialog.getByRole('listitem')).toContainText('3 labels');
  expect.soft(await axeViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect((await stored(server, task.id)).ontology.classes.map(({ name }) => name)).toContain('car');

  // Leaving with unsaved changes asks for confirmation.
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay' }).click();

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.getByRole('button', { name: 'Remove 1 class, leave 3 labels without a class' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('No changes')).toBeVisible();
  expect((await stored(server, task.id)).ontology.classes.map(({ name }) => name)).toEqual(['person', 'bus']);
  // No label was deleted.
  const ada = await server.signIn(ADA);
  expect(Object.keys(await ada.labels(task.items[0] ?? ''))).toHaveLength(3);
});

test('an open item picks up a changed ontology, and keeps the comment being written and the undo steps', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  const page = await browse(ANA);
  const ana = await new ToolPage(page).open(server.direct, task);
  await ana.expectEditable();
  await ana.drawBox(100, 200, 200, 300);
  await ana.expectSaved();
  await ana.press('Alt+n');
  const comment = page.getByLabel('Comment', { exact: true });
  await comment.fill('Half a sentence');

  const ada = await server.signIn(ADA);
  const { classes } = (await stored(server, task.id)).ontology;
  const bus = { id: 'bus', name: 'bus', color: '#0072b2', shapes: ['box'] };
  await ada.put(`/api/v1/tasks/${task.id}/ontology`, { ontology: { classes: [...classes, bus] } });
  await expect(page.getByText('The ontology of this task has changed')).toBeVisible();
  await expect(comment).toHaveValue('Half a sentence');
  await expect(comment).toBeFocused();
  await ana.button(/^New labels/).click();
  await expect(page.getByRole('menuitemradio', { name: 'bus' })).toBeVisible();
  await page.keyboard.press('Escape');
  await ana.expectEditable();
  await ana.press('Control+z');
  await expect(ana.labels).toHaveCount(1);

  // Labels of a removed class stay; they are grouped separately until someone corrects them.
  await ada.put(`/api/v1/tasks/${task.id}/ontology`, { ontology: { classes: [bus] }, confirm: true });
  await expect(page.getByRole('treeitem', { name: /\(removed\)/ }).first()).toBeVisible();
  await expect(ana.labels).toHaveCount(1);
});

test('F23 a pause makes open tabs read-only at once and refuses commands; work continues after it', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  const ana = await new ToolPage(await browse(ANA)).open(server.direct, task);
  await ana.expectEditable();
  await ana.drawBox(100, 200, 200, 300);
  await ana.expectSaved();

  const ada = await browse(ADA);
  await ada.goto(`${server.direct}/tasks/${task.id}/settings`);
  await ada.getByRole('button', { name: 'Pause…' }).click();
  const dialog = ada.getByRole('dialog', { name: 'Pause this task?' });
  await expect(dialog).toContainText('Open tabs become read-only at once');
  await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(ana.banner('banner-paused')).toContainText('This task is paused.');
  await expect(ana.button('Draw a box').first()).toBeDisabled();
  await expect(ana.button(/^Submit/)).toHaveCount(0);
  await ana.drawBox(300, 200, 400, 300);
  await expect(ana.labels).toHaveCount(2);
  const asAna = await server.signIn(ANA);
  expect(await asAna.status('POST', `/api/v1/items/${task.items[0]}/finish`, { move: 'submit' })).toBe(409);

  await ada.getByRole('button', { name: 'Resume…' }).click();
  await ada.getByRole('dialog').getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(ana.banner('banner-paused')).toHaveCount(0);
  await ana.banner('banner-free').getByRole('button', { name: 'Edit' }).click();
  await ana.expectEditable();
  await ana.drawBox(300, 200, 400, 300);
  await expect(ana.labels).toHaveCount(3);
  await ana.expectSaved();

  // Closing the task ends the work for everyone.
  await ada.getByRole('button', { name: 'Close…' }).click();
  await ada.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(ana.banner('banner-paused')).toContainText('This task is closed.');
  await expect(ada.getByRole('button', { name: 'Reopen…' })).toBeVisible();
});

test('F6 F55 a task’s workflow is changed while the task runs; items keep their stages', async ({ server, browse }) => {
  const task = await server.makeTask({ stage: 'acceptance' });
  const ada = await server.signIn(ADA);
  await ada.post(`/api/v1/tasks/${task.id}/members`, { email: BO.email, roles: ['admin'] });
  const bo = await browse(BO);
  await bo.goto(`${server.direct}/tasks/${task.id}/settings`);
  await bo.getByRole('button', { name: 'Add a review' }).click();
  await expect(bo.getByLabel(/^Review \d is strict$/).last()).toBeVisible();
  await expect
    .poll(async () => (await stored(server, task.id)).workflow)
    .toMatchObject({ reviews: [{}, {}], acceptance: true });
  // An item is in acceptance, so the stage cannot be removed.
  const acceptance = bo.getByRole('checkbox', { name: /^Acceptance/ });
  await acceptance.click();
  await expect(bo.getByRole('alert')).toContainText('in acceptance');
  await expect(acceptance).toBeChecked();

  // Members who are not admins can only read it.
  const iris = await browse(IRIS);
  await iris.goto(`${server.direct}/tasks/${task.id}/settings`);
  await expect(iris.getByRole('checkbox', { name: /^Acceptance/ })).toBeDisabled();
  await expect(iris.getByRole('tab', { name: 'Ontology' })).toHaveCount(0);
  await expect(iris.getByRole('button', { name: 'Pause…' })).toHaveCount(0);
});
