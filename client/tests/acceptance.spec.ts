/** Three users carry one task from its creation to the exported file, entirely through the browser. */

import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { ADA, ANA, BO, type Countersign, IMAGE_SIZE, IRIS, type TestUser, test } from './harness';
import { ListPage } from './list-page';
import { makePng } from './png';
import { ReviewPage } from './review-page';
import { ToolPage } from './tool-page';

const [FIRST, SECOND] = ['quay-1.png', 'quay-2.png'];
const REASON = 'The left boat lies further to the right';

interface Coco {
  readonly images: readonly { readonly id: number; readonly file_name: string }[];
  readonly categories: readonly { readonly name: string }[];
  readonly annotations: readonly { readonly image_id: number; readonly bbox: readonly number[] }[];
}

/** Adds one user, with the given role only. */
async function addMember(page: Page, { name }: TestUser, role: 'annotator' | 'reviewer' | 'inspector'): Promise<void> {
  const field = page.getByRole('combobox', { name: 'Add a person' });
  await field.fill(name);
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
  await expect(page.getByLabel(`${name} is annotator`)).toBeChecked();
  // Closes the suggestions, which would cover the roles.
  await page.getByRole('heading', { level: 1 }).click();
  await expect(page.getByRole('listbox')).toHaveCount(0);
  if (role === 'annotator') return;
  await page.getByLabel(`${name} is ${role}`).check();
  await page.getByLabel(`${name} is annotator`).uncheck();
}

/** Makes and publishes the task, and returns the list that opens. */
async function setUp(page: Page, name: string, dataset: string): Promise<ListPage> {
  await page.getByRole('link', { name: 'New task' }).click();
  await page.getByLabel('Task name').fill(name);
  await page.getByText('New dataset').click();
  await page.getByLabel('Dataset name').fill(dataset);
  await page.getByRole('button', { name: 'Create dataset' }).click();
  await expect(page.getByRole('combobox', { name: 'Dataset' })).toHaveValue(`${dataset} · 0 images`);
  const files = [FIRST, SECOND].map((file, index) => ({
    name: file,
    mimeType: 'image/png',
    buffer: makePng(IMAGE_SIZE.width, IMAGE_SIZE.height, 11 + index),
  }));
  await page.locator('input[type="file"]').first().setInputFiles(files);
  await expect(page.getByText('2 added', { exact: true })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Dataset' })).toHaveValue(`${dataset} · 2 images`);

  await page.getByRole('link', { name: 'Next: Ontology' }).click();
  await page.getByRole('button', { name: 'Add a class' }).click();
  await page.keyboard.type('Boat');
  await expect(page.getByRole('checkbox', { name: 'Box', exact: true })).toBeChecked();

  await page.getByRole('link', { name: 'Next: Workflow' }).click();
  await expect(page.getByLabel('Review is strict')).toBeChecked();
  await expect(page.getByRole('checkbox', { name: /^Acceptance/ })).toBeChecked();

  await page.getByRole('link', { name: 'Next: People and rules' }).click();
  await addMember(page, ANA, 'annotator');
  await addMember(page, BO, 'reviewer');
  await addMember(page, IRIS, 'inspector');
  await page.getByRole('link', { name: 'Next: Summary' }).click();
  await page.getByRole('button', { name: 'Create and publish' }).click();
  await expect(page).toHaveURL(/\/tasks\/[0-9a-f-]{36}$/);
  const list = new ListPage(page);
  await expect(list.items).toHaveCount(2);
  return list;
}

/** Opens the list from the task's card in My tasks. */
async function startWork(page: Page, button: string, stage: string): Promise<ListPage> {
  await page.getByRole('link', { name: button, exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`\\?stage=${stage}$`));
  const list = new ListPage(page);
  await expect(list.items).toHaveCount(2);
  return list;
}

async function openEmpty(tool: ToolPage, file: string): Promise<void> {
  await expect(tool.page.getByRole('heading', { name: file })).toBeVisible();
  await expect(tool.page.getByText('No labels yet')).toBeVisible();
  await tool.expectEditable();
}

/** Finishes the item by its button and the dialog that asks for confirmation. */
async function finish(tool: ToolPage, button: string, answer: RegExp, next = true): Promise<void> {
  await tool.expectSaved();
  const move = tool.button(button);
  await expect(move).not.toHaveAttribute('aria-disabled', 'true');
  await move.click();
  const dialog = tool.page.getByRole('dialog', { name: / this item\?$/ });
  await expect(dialog.getByLabel('Then open the next item')).toBeChecked({ checked: next });
  await dialog.getByRole('button', { name: answer }).click();
  await expect(dialog).toHaveCount(0);
}

async function toList(tool: ToolPage): Promise<void> {
  await tool.page.getByRole('link', { name: /^Back to/ }).click();
  await expect(tool.page.getByRole('group', { name: 'Stage' })).toBeVisible();
}

async function approveLabels(bo: ReviewPage, pending: number, approved: number): Promise<void> {
  await bo.counts(pending, approved, 0);
  await bo.focus();
  await bo.key('ArrowDown');
  await expect(bo.selected).toHaveCount(1);
  for (let judged = 1; judged <= pending; judged++) {
    await bo.key('n');
    await bo.counts(pending - judged, approved + judged, 0);
  }
}

async function exported(page: Page): Promise<Coco> {
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Export/ });
  await dialog.getByRole('button', { name: 'Export 2' }).click();
  const file = dialog.getByRole('link', { name: /^Download/ });
  await expect(file).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), file.click()]);
  return JSON.parse(readFileSync(await download.path(), 'utf8')) as Coco;
}

/** Returns the boxes on one image, from left to right. */
function boxesOn({ images, annotations }: Coco, file: string): readonly (readonly number[])[] {
  const image = images.find(({ file_name }) => file_name.endsWith(file));
  return annotations
    .filter(({ image_id }) => image_id === image?.id)
    .map(({ bbox }) => bbox)
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

/** Compares boxes with the precision of drawing on a screen. */
function expectBox(box: readonly number[] | undefined, wanted: readonly number[]): void {
  for (const [at, want] of wanted.entries()) {
    expect(Math.abs((box?.[at] ?? Number.NaN) - want), `${box} for ${wanted}`).toBeLessThan(2);
  }
}

async function toMyTasks(page: Page, server: Countersign): Promise<void> {
  await page.goto(`${server.direct}/tasks`);
  await expect(page.getByRole('heading', { name: 'My tasks' })).toBeVisible();
}

test('F1 F3 F26 F28 F32 three users carry one task from creation to export', async ({ server, browse }) => {
  // Makes sure that there is an existing dataset, too.
  await server.makeTask();
  const name = `Quay ${server.direct.slice(-5)}`;
  const dataset = `Pictures of the quay ${server.direct.slice(-5)}`;
  const ada = await setUp(await browse(ADA, { byForm: true }), name, dataset);

  // Ana draws and submits; Ada's list shows it live.
  const anaPage = await browse(ANA, { byForm: true });
  const anaList = await startWork(anaPage, `Annotate 2: 2 items in ${name}`, 'annotate');
  await anaList.link(FIRST).click();
  const ana = new ToolPage(anaPage);
  await openEmpty(ana, FIRST);
  await expect(ada.item(FIRST).getByRole('button', { name: /^Ana Arias is editing this/ })).toBeVisible();
  await ana.drawBox(100, 200, 200, 300);
  await expect(ana.labels).toHaveCount(1);
  await ana.drawBox(300, 200, 400, 300);
  await expect(ana.labels).toHaveCount(2);
  await finish(ana, 'Submit', /^Submit/);
  await openEmpty(ana, SECOND);
  await expect(ada.item(FIRST)).toContainText('Review');
  await ana.drawBox(300, 300, 380, 360);
  await expect(ana.labels).toHaveCount(1);
  await finish(ana, 'Submit', /^Submit/);
  await expect(ada.stage('Review')).toContainText('2');

  // Bo approves by key, while Iris looks at a list that is still empty.
  const bo = new ReviewPage(await browse(BO, { byForm: true }));
  const boList = await startWork(bo.page, `Review 2: 2 items in ${name}`, 'review');
  const irisPage = await browse(IRIS, { byForm: true });
  await irisPage.getByText('Done', { exact: true }).click();
  await irisPage.getByRole('link', { name, exact: true }).click();
  const irisList = new ListPage(irisPage);
  await irisList.stage('Acceptance').click();
  await expect(irisPage.getByText('No item matches')).toBeVisible();
  await boList.link(FIRST).click();
  await approveLabels(bo, 2, 0);
  await finish(bo, 'Approve item', /^Approve/);
  await expect(irisList.link(FIRST)).toBeVisible();
  await expect(irisList.items).toHaveCount(1);
  await expect(bo.page.getByRole('heading', { name: SECOND })).toBeVisible();
  await approveLabels(bo, 1, 0);
  await finish(bo, 'Approve item', /^Approve/);
  await expect(irisList.items).toHaveCount(2);
  await toList(bo);
  await expect(bo.page.getByText('No item matches')).toBeVisible();

  // F26: Iris sends the first item back to its submitter, who is notified at once.
  await toMyTasks(anaPage, server);
  await irisList.link(FIRST).click();
  const iris = new ToolPage(irisPage);
  await expect(iris.labels).toHaveCount(2);
  await iris.button('Reject item…').click();
  const reject = irisPage.getByRole('dialog', { name: 'Reject this item?' });
  await reject.getByLabel('Reason').fill(REASON);
  await reject.getByLabel('Then open the next item').uncheck();
  await reject.getByRole('button', { name: 'Reject item' }).click();
  await expect(anaPage.getByRole('status').filter({ hasText: `Iris Ito sent ${FIRST} back to you` })).toBeVisible();
  await expect(reject).toHaveCount(0);
  await toList(iris);
  await expect(irisList.items).toHaveCount(1);

  await toMyTasks(anaPage, server);
  await anaPage.getByRole('link', { name: `1 rejected, assigned to you in ${name}` }).click();
  await expect(anaList.items).toHaveCount(1);
  await anaList.link(FIRST).click();
  await expect(ana.labels).toHaveCount(2);
  await ana.expectEditable();
  await ana.openIssues();
  await expect(ana.issue(REASON)).toBeVisible();
  await anaPage
    .getByRole('treeitem')
    .filter({ has: anaPage.getByText('Boat 1', { exact: true }) })
    .click();
  await ana.press('Shift+ArrowRight');
  await finish(ana, 'Submit', /^Submit/);

  // It appears in Bo's open list automatically; only the changed label is pending.
  await boList.link(FIRST).click();
  await approveLabels(bo, 1, 1);
  await finish(bo, 'Approve item', /^Approve/);
  await expect(irisList.items).toHaveCount(2);

  // F32: Iris opens it from the items to re-review, and accepts it.
  await toMyTasks(irisPage, server);
  await irisPage.getByRole('link', { name: `1 to re-review in ${name}` }).click();
  await expect(irisPage).toHaveURL(/status=resubmitted/);
  await expect(irisList.items).toHaveCount(1);
  await irisList.link(FIRST).click();
  await expect(iris.labels).toHaveCount(2);
  await finish(iris, 'Accept item', /^Accept/, false);
  await expect(ada.item(FIRST)).toContainText('Complete');
  await toList(iris);
  await irisPage.getByRole('button', { name: 'Clear filters' }).click();
  await irisList.stage('Acceptance').click();
  await expect(irisList.items).toHaveCount(1);
  await expect(irisList.link(SECOND)).toBeVisible();

  // The other item is accepted without having been opened, after a warning.
  await irisList.selectAll();
  await expect(irisList.bar).toContainText('1 item selected');
  await irisList.bar.getByRole('button', { name: 'Accept…' }).click();
  await expect(irisList.dialog).toContainText('You have not opened 1 of them.');
  await expect(irisList.dialog).toContainText(SECOND);
  await irisList.dialog.getByRole('button', { name: 'Accept 1 item' }).click();
  await expect(irisList.panel).toContainText('1 accepted');
  await expect(ada.stage('Complete')).toContainText('2');

  // F28: both are in the dataset, and the export has Ana's boxes as she left them.
  await irisPage.getByRole('link', { name: 'Datasets', exact: true }).click();
  await irisPage.getByRole('link', { name: dataset, exact: true }).click();
  const results = irisPage.getByRole('table', { name: 'Accepted results' });
  await expect(results.getByRole('row')).toHaveCount(3);
  for (const [file, labels] of [
    [FIRST, '2'],
    [SECOND, '1'],
  ] as const) {
    const cells = results.getByRole('row').filter({ hasText: file }).getByRole('cell');
    // The columns with the number of labels and the version.
    await expect(cells.nth(3)).toHaveText(labels);
    await expect(cells.nth(4)).toHaveText('1');
  }
  const coco = await exported(irisPage);
  expect(coco.images).toHaveLength(2);
  expect(coco.categories.map((category) => category.name)).toEqual(['Boat']);
  expect(coco.annotations).toHaveLength(3);
  const [moved, left] = boxesOn(coco, FIRST);
  expectBox(moved, [110, 200, 100, 100]);
  expectBox(left, [300, 200, 100, 100]);
  expectBox(boxesOn(coco, SECOND)[0], [300, 300, 80, 60]);
});
