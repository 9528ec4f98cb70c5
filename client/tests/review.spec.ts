/** The reviewer's work while others watch the item: each verdict appears on their screens without a reload. */

import { expect } from '@playwright/test';
import { axeViolations, REDUCED_MOTION } from './axe';
import { ADA, ANA, BO, IRIS, test } from './harness';
import { issuesOf, LENIENT, makeReview, ReviewPage } from './review-page';
import { ToolPage } from './tool-page';

test('F35 F43 F44 F45 F46 F47 F48 F86 labels are judged by keyboard alone, and the annotator sees each verdict and its reason', async ({
  server,
  browse,
}) => {
  const task = await makeReview(server, { labels: 5, classes: 2 });
  const ana = await new ToolPage(await browse(ANA)).open(server.direct, task);
  const iris = await new ReviewPage(await browse(IRIS)).open(server.direct, task);

  // The pending labels by class, with their counts; none is judged.
  await iris.counts(5, 0, 0);
  await expect(iris.pending.getByRole('treeitem', { name: /^car/ }).first()).toContainText('3');
  await expect(iris.pending.getByRole('treeitem', { name: /^person/ }).first()).toContainText('2');
  await iris.focus();
  await iris.key('ArrowDown');
  await expect(iris.row('car 1')).toHaveAttribute('aria-selected', 'true');

  // n approves, and the next pending label is selected.
  await iris.key('n');
  await iris.counts(4, 1, 0);
  await expect(iris.row('car 2')).toHaveAttribute('aria-selected', 'true');
  await expect(ana.page.locator('[data-label][data-verdict="approved"]')).toHaveCount(1);

  // b asks for the reason; the next time, the last reason is one key away.
  await iris.key('b');
  await expect(iris.reason).toContainText('Reject 1 label');
  await iris.page.keyboard.type('Too loose at the left');
  await iris.key('Enter');
  await expect(iris.reason).toHaveCount(0);
  await iris.counts(3, 1, 1);
  await iris.key('b', '1', 'Enter', 'n', 'b', 'Enter');
  await iris.counts(0, 2, 3);
  await iris.expectSaved();

  // The annotator sees each verdict, and an issue for each rejection.
  await expect(ana.page.locator('[data-label][data-verdict="rejected"]')).toHaveCount(3);
  await expect(ana.page.getByRole('img', { name: 'Approved' })).toHaveCount(2);
  await ana.openIssues();
  await expect(ana.page.getByText('Too loose at the left').first()).toBeVisible();
  const issues = await issuesOf(server, task);
  expect(issues.map(({ kind, comments }) => [kind, comments[0]?.text, comments[0]?.by_name])).toEqual(
    Array(3).fill(['label_rejection', 'Too loose at the left', IRIS.name]),
  );
  expect(new Set(issues.map((issue) => issue.label)).size).toBe(3);

  // A click on a completed label selects it.
  await iris.row('car 1').click();
  await expect(iris.selected).toHaveCount(1);
  await expect(iris.row('car 1')).toHaveAttribute('data-judged', 'approved');
});

test('F47 F86 several labels are judged at once, by click and by keyboard; Esc cancels the reason', async ({
  server,
  browse,
}) => {
  const task = await makeReview(
    server,
    { labels: 6 },
    { issue_tags: [{ id: 'shape', name: 'Shape', color: '#1971c2' }] },
  );
  const iris = await new ReviewPage(await browse(IRIS)).open(server.direct, task);
  await iris.row('car 1').click();
  await iris.row('car 3').click({ modifiers: ['Shift'] });
  await expect(iris.selected).toHaveCount(3);
  await iris.row('car 2').click({ modifiers: ['ControlOrMeta'] });
  await expect(iris.selected).toHaveCount(2);
  await iris.key('b');
  await expect(iris.reason).toContainText('Reject 2 labels');
  await iris.key('Escape');
  await expect(iris.reason).toHaveCount(0);
  await iris.counts(6, 0, 0);
  // One reason for both, with a tag of the task.
  await iris.key('b');
  await iris.reason.getByRole('button', { name: /^Shape/ }).click();
  await iris.reason.getByLabel('Reason', { exact: true }).fill('Not a car');
  await iris.key('Enter');
  await iris.counts(4, 0, 2);
  await iris.expectSaved();
  expect((await issuesOf(server, task)).map(({ tags, comments }) => [tags, comments[0]?.text])).toEqual(
    Array(2).fill([['shape'], 'Not a car']),
  );

  // From the image: a range that grows by arrow keys, then all.
  await iris.focus();
  await iris.key('Escape', 'ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowUp');
  await expect(iris.selected).toHaveCount(2);
  await iris.key('n');
  await iris.counts(2, 2, 2);
  await iris.key('Control+a');
  await expect(iris.selected).toHaveCount(6);
  await iris.key('n');
  await iris.counts(0, 6, 0);
  await iris.expectSaved();
  // The issues of labels that were rejected and are now approved are resolved.
  await expect
    .poll(async () => (await issuesOf(server, task)).map(({ state }) => state))
    .toEqual(['resolved', 'resolved']);
});

test('F49 F87 all in frame are approved or rejected without selecting, and each rejection has its own issue', async ({
  server,
  browse,
}) => {
  const task = await makeReview(server, { labels: 5, items: 2 });
  const bo = await new ReviewPage(await browse(BO)).open(server.direct, task);
  const iris = await new ReviewPage(await browse(IRIS)).open(server.direct, task);
  await iris.row('car 2').click();
  await iris.key('n');
  await bo.counts(4, 1, 0);
  await iris.button('Reject all in frame').click();
  await expect(iris.reason).toContainText('Reject 4 labels');
  await iris.reason.getByLabel('Reason', { exact: true }).fill('Wrong picture');
  await iris.key('Enter');
  // Labels judged before keep their verdict.
  await iris.counts(0, 1, 4);
  await bo.counts(0, 1, 4);
  const issues = await issuesOf(server, task);
  expect(new Set(issues.map((issue) => issue.label)).size).toBe(4);

  await iris.open(server.direct, task, task.items[1]);
  await bo.open(server.direct, task, task.items[1]);
  await iris.focus();
  await iris.key('Shift+N');
  await iris.counts(0, 5, 0);
  await bo.counts(0, 5, 0);
  await expect(iris.button('Approve all in frame')).toHaveCount(0);
});

test('F50 F51 tick and cross revert a verdict, undo and redo work in order, and everyone sees it', async ({
  server,
  browse,
}) => {
  const task = await makeReview(server);
  const ana = await new ToolPage(await browse(ANA)).open(server.direct, task);
  const iris = await new ReviewPage(await browse(IRIS)).open(server.direct, task);
  await iris.row('car 1').click();
  await iris.key('n', 'b');
  await iris.page.keyboard.type('Crooked');
  await iris.key('Enter');
  await iris.counts(2, 1, 1);
  await iris.button('Approved: revert car 1 to pending').click();
  await iris.counts(3, 0, 1);
  await iris.button('Rejected: revert car 2 to pending').click();
  await iris.counts(4, 0, 0);
  await expect(ana.page.locator('[data-verdict]')).toHaveCount(0);
  await iris.expectSaved();
  expect((await issuesOf(server, task)).map(({ state }) => state)).toEqual(['resolved']);

  // Four commands, undone one by one, the last first.
  await iris.focus();
  await iris.key('Control+z');
  await iris.counts(3, 0, 1);
  await iris.key('Control+z');
  await iris.counts(2, 1, 1);
  await iris.key('Control+z');
  await iris.counts(3, 1, 0);
  await iris.key('Control+z');
  await iris.counts(4, 0, 0);
  await expect(iris.button('Undo')).toHaveAttribute('aria-disabled', 'true');
  await iris.key('Control+Shift+Z', 'Control+Shift+Z');
  await iris.counts(2, 1, 1);
  await iris.expectSaved();
  await expect(ana.page.locator('[data-verdict="approved"]')).not.toHaveCount(0);
  await expect(ana.page.locator('[data-label][data-verdict="rejected"]')).toHaveCount(1);
  const [thread] = await issuesOf(server, task);
  expect([thread?.state, thread?.comments.length]).toEqual(['open', 1]);

  // u reverts the selection.
  await iris.row('car 2').click();
  await iris.key('u');
  await iris.counts(3, 1, 0);
});

test('F47 F102 two reviewers judge one item at once: both see every verdict, and the last one wins', async ({
  server,
  browse,
}) => {
  const task = await makeReview(server);
  const iris = await new ReviewPage(await browse(IRIS)).open(server.direct, task);
  const bo = await new ReviewPage(await browse(BO)).open(server.direct, task);
  await expect(bo.banner('banner-other-reviewer')).toContainText('Iris Ito has this item open too');
  await iris.row('car 1').click();
  await iris.key('n');
  await bo.row('car 2').click();
  await bo.key('n');
  await iris.counts(2, 2, 0);
  await bo.counts(2, 2, 0);
  await bo.row('car 1').click();
  await expect(bo.page.getByRole('region', { name: 'Selected label' })).toContainText('Approved by Iris Ito');
  await bo.key('b');
  await bo.page.keyboard.type('It is a van');
  await bo.key('Enter');
  await iris.counts(2, 1, 1);
  await iris.row('car 1').click();
  await expect(iris.page.getByRole('region', { name: 'Selected label' })).toContainText('Rejected by Bo Berg');
  // Iris's undo leaves Bo's later verdict.
  await iris.key('Control+z');
  await expect(iris.page.getByText('Someone else has changed this verdict since')).toBeVisible();
  await iris.counts(2, 1, 1);
});

test('a verdict that cannot be sent is reverted with a notice, and can be sent again', async ({
  server,
  relay,
  browse,
}) => {
  const task = await makeReview(server);
  const iris = await new ReviewPage(await browse(IRIS, { at: server.throughRelay })).open(server.throughRelay, task);
  const bo = await new ReviewPage(await browse(BO)).open(server.direct, task);
  await iris.row('car 1').click();
  relay.cut();
  await iris.key('n', 'n');
  await expect(iris.banner('notice-verdicts')).toContainText('not saved');
  await iris.counts(4, 0, 0);
  relay.restore();
  await expect(iris.saveState).toHaveText('Saved', { timeout: 30_000 });
  await expect(iris.banner('notice-verdicts')).toContainText('Verdicts on 2 labels');
  await iris.button('Try again').click();
  await iris.counts(2, 2, 0);
  await bo.counts(2, 2, 0);
  await expect(iris.banner('notice-verdicts')).toHaveCount(0);
});

test('F52 F53 F55 a strict review ends when every label is approved, and everyone sees the stage change', async ({
  server,
  browse,
}) => {
  const task = await makeReview(server, { labels: 2 });
  const iris = await new ReviewPage(await browse(IRIS)).open(server.direct, task);
  const bo = await new ReviewPage(await browse(BO)).open(server.direct, task);
  const approve = iris.button('Approve item');
  await expect(approve).toHaveAttribute('aria-disabled', 'true');
  await approve.hover();
  await expect(iris.page.getByText('2 labels are pending.')).toBeVisible();
  await iris.focus();
  await iris.key('Shift+N');
  await iris.expectSaved();
  await expect(approve).not.toHaveAttribute('aria-disabled', 'true');
  await approve.click();
  await iris.page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await expect(iris.page.getByText('p1.png is now in Acceptance')).toBeVisible();
  // Bo reviews, but does not inspect: he has nothing left to do here, and his page becomes read-only automatically.
  await expect(bo.banner('banner-read-only')).toBeVisible();
  await expect(bo.page.getByRole('complementary', { name: 'Labels' })).toBeVisible();
  await expect(bo.button('Approve item')).toHaveCount(0);
  // Iris inspects too.
  await expect(iris.button('Accept item')).toBeVisible();
});

test('F55 without strict review, approving the item approves its pending labels', async ({ server, browse }) => {
  const task = await makeReview(server, { labels: 3 }, LENIENT);
  const iris = await new ReviewPage(await browse(IRIS)).open(server.direct, task);
  await iris.row('car 1').click();
  await iris.key('b');
  await iris.page.keyboard.type('Crooked');
  await iris.key('Enter');
  await iris.expectSaved();
  await expect(iris.button('Approve item')).toHaveAttribute('aria-disabled', 'true');
  await iris.row('car 1').click();
  await iris.key('n');
  await iris.expectSaved();
  await iris.button('Approve item').click();
  const dialog = iris.page.getByRole('dialog');
  await expect(dialog).toContainText('2 pending labels become approved.');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(iris.page.getByText('p1.png is now in Acceptance')).toBeVisible();
  await iris.counts(0, 3, 0);
});

test('F52 F54 a rejected item goes back with its labels, verdicts and issues, and returns with the corrections', async ({
  server,
  browse,
}) => {
  const task = await makeReview(server, { labels: 3 });
  const iris = await new ReviewPage(await browse(IRIS)).open(server.direct, task);
  const ana = await new ToolPage(await browse(ANA)).open(server.direct, task);
  await iris.row('car 1').click();
  await iris.key('n', 'n', 'b');
  await iris.page.keyboard.type('Too small');
  await iris.key('Enter');
  await iris.expectSaved();
  await iris.button('Reject item…').click();
  const dialog = iris.page.getByRole('dialog', { name: 'Reject this item?' });
  await expect(dialog).toContainText('2 approved · 1 rejected · 0 pending');
  await expect(dialog).toContainText('1 issue is still open');
  // The rejected label has a reason, so the item needs none.
  await dialog.getByLabel('Assignee').click();
  await iris.page.getByRole('option', { name: 'Ana Arias' }).click();
  await dialog.getByRole('button', { name: 'Reject item' }).click();
  await expect(iris.page.getByText('p1.png went back to Annotate')).toBeVisible();
  // Ana's page becomes editable, with the verdicts of the previous round.
  await expect(ana.button('Submit')).toBeVisible();
  await expect(ana.page.locator('[data-label][data-verdict="approved"]')).toHaveCount(2);
  await expect(ana.page.locator('[data-label][data-verdict="rejected"]')).toHaveCount(1);
  await ana.banner('banner-free').getByRole('button').click();
  await ana.expectEditable();
  await ana.page.locator('[data-label][data-verdict="rejected"]').click();
  await ana.press('Shift+ArrowRight');
  await ana.page.locator('[data-label][data-verdict="approved"]').first().click();
  await ana.press('Shift+ArrowRight');
  await ana.expectSaved();
  await ana.button(/^Submit/).click();
  await ana.page
    .getByRole('dialog')
    .getByRole('button', { name: /^Submit/ })
    .click();
  // Rejected and changed labels are pending again; a label that was approved and not changed is not.
  await iris.counts(2, 1, 0);
});

test('F56 F57 F58 F59 F60 F61 review-edit mode changes pending labels; a new label is approved; a judged one is reverted first', async ({
  server,
  browse,
}) => {
  const task = await makeReview(server, { labels: 3 });
  const ana = await new ToolPage(await browse(ANA)).open(server.direct, task);
  const iris = await new ReviewPage(await browse(IRIS)).open(server.direct, task);
  const box = iris.button('Draw a box');
  await expect(box).toHaveAttribute('aria-disabled', 'true');
  await iris.row('car 1').click();
  await iris.key('n');
  await iris.counts(2, 1, 0);
  await iris.expectSaved();

  await iris.button('Edit labels').click();
  await expect(iris.page.getByRole('heading', { name: 'Editing' })).toBeVisible();
  await expect(box).not.toHaveAttribute('aria-disabled', 'true');
  const place = async (label: string) =>
    (await (await server.signIn(ADA)).labels(task.items[0]!))[label]?.frames['0'] as { geometry: { x: number } };
  const idOf = async (name: string) => (await iris.row(name).getAttribute('data-label')) ?? '';
  const [judged, pending] = [await idOf('car 1'), await idOf('car 2')];
  const [judgedAt, pendingAt] = [await place(judged), await place(pending)];

  // The pending label moves. The judged one does not, and the reason is shown.
  await iris.row('car 2').click();
  await iris.press('Shift+ArrowRight');
  await iris.expectSaved();
  expect((await place(pending)).geometry.x).toBe(pendingAt.geometry.x + 10);
  await iris.row('car 1').click();
  await expect(iris.page.getByRole('region', { name: 'Selected label' })).toContainText('Revert to pending to edit');
  await iris.press('Shift+ArrowRight');
  await iris.press('Delete');
  await expect(iris.page.getByText('This label already has a verdict')).toBeVisible();
  await iris.expectSaved();
  expect(await place(judged)).toEqual(judgedAt);
  await expect(ana.labels).toHaveCount(3);

  // The new label is approved at once, for everyone, and cannot be undone.
  await iris.drawBox(300, 200, 400, 300);
  await iris.counts(2, 2, 0);
  await expect(ana.page.locator('[data-label][data-verdict="approved"]')).toHaveCount(2);
  await iris.expectSaved();
  await expect(iris.row('car 4')).toHaveAttribute('data-judged', 'approved');

  // The reverted label can be edited again.
  await iris.row('car 1').click();
  await iris.press('u');
  await iris.counts(3, 1, 0);
  await iris.expectSaved();
  await iris.press('Shift+ArrowRight');
  await iris.expectSaved();
  expect((await place(judged)).geometry.x).toBe(judgedAt.geometry.x + 10);
  await iris.row('car 3').click();
  await iris.press('Delete');
  await expect(ana.labels).toHaveCount(3);

  await iris.button('Save and return to review').click();
  await expect(iris.page.getByRole('heading', { name: 'Review', exact: true })).toBeVisible();
  await expect(box).toHaveAttribute('aria-disabled', 'true');
  await iris.expectSaved();
});

test('F37 F38 F39 F40 F41 F42 single-label mode shows one label, zoomed in, and steps through its attributes', async ({
  server,
  browse,
}) => {
  const attributes = [
    { id: 'number', name: 'Plate', kind: 'number' },
    { id: 'note', name: 'Note', kind: 'text' },
  ];
  const task = await makeReview(server, {
    labels: 3,
    categories: [{ id: 1, name: 'car', countersign: { shapes: ['box'], attributes } }],
  });
  const iris = await new ReviewPage(await browse(IRIS)).open(server.direct, task);
  const zoom = async () => Number.parseInt(await iris.button(/^Zoom \d+ percent/).innerText(), 10);
  const fitted = await zoom();
  const single = iris.button('Single-label mode');
  await single.click();
  await expect(single).toHaveAttribute('aria-pressed', 'true');
  await expect(iris.row('car 1')).toHaveAttribute('aria-selected', 'true');
  await expect.poll(zoom).toBeGreaterThan(fitted);
  const form = iris.page.getByRole('region', { name: 'Selected label' });
  await expect(form).toContainText('Plate');

  // Down: its two attributes, then the next label.
  const current = iris.page.locator('[data-attribute][data-current]');
  await iris.key('ArrowDown');
  await expect(current).toHaveAttribute('data-attribute', 'number');
  await iris.key('ArrowDown');
  await expect(current).toHaveAttribute('data-attribute', 'note');
  await iris.button('Next label').click();
  await expect(iris.row('car 2')).toHaveAttribute('aria-selected', 'true');
  await expect(current).toHaveCount(0);
  await iris.button('Previous label').click();
  await expect(iris.row('car 1')).toHaveAttribute('aria-selected', 'true');

  // n moves on to the next label, which is centred again.
  await iris.row('car 1').click();
  await iris.key('n');
  await expect(iris.row('car 2')).toHaveAttribute('aria-selected', 'true');

  // The settings apply from the next label, and without turbo stepping each step is a label.
  const before = await zoom();
  await iris.key('Control+,');
  const settings = iris.page.getByRole('dialog', { name: 'Editor settings' });
  await settings.getByRole('textbox', { name: 'Zoom in single-label mode' }).fill('20');
  await settings.getByRole('switch', { name: 'Step through attributes' }).uncheck();
  await settings.getByRole('button', { name: 'Close' }).click();
  expect(await zoom()).toBe(before);
  await iris.focus();
  await iris.key('ArrowDown');
  await expect(iris.row('car 3')).toHaveAttribute('aria-selected', 'true');
  await expect.poll(zoom).toBe(fitted);
  await iris.key('s');
  await expect(single).toHaveAttribute('aria-pressed', 'false');
});

test('F35 the panes are resized by keyboard and by pointer, and keep their sizes', async ({ server, browse }) => {
  const task = await makeReview(server, { labels: 40 });
  const iris = await new ReviewPage(await browse(IRIS)).open(server.direct, task);
  const pane = iris.page.getByRole('complementary', { name: 'Review' });
  const width = async () => (await pane.boundingBox())?.width ?? 0;
  const height = async () => (await iris.pending.boundingBox())?.height ?? 0;
  const [wasWide, wasHigh] = [await width(), await height()];
  const edge = iris.page.getByRole('separator', { name: 'Width of the review pane' });
  await edge.focus();
  await iris.key('ArrowLeft', 'ArrowLeft');
  await expect.poll(width).toBeCloseTo(wasWide + 32, 0);
  const divider = iris.page.getByRole('separator', { name: /^Height of the pending labels/ });
  const place = (await divider.boundingBox())!;
  await iris.page.mouse.move(place.x + 60, place.y);
  await iris.page.mouse.down();
  await iris.page.mouse.move(place.x + 60, place.y - 80, { steps: 4 });
  await iris.page.mouse.up();
  await expect.poll(height).toBeLessThan(wasHigh - 60);
  const [wide, high] = [await width(), await height()];
  await iris.page.reload();
  await expect(iris.labels.first()).toBeVisible();
  expect(await width()).toBeCloseTo(wide, 0);
  expect(await height()).toBeCloseTo(high, 0);
});

test('F26 F52 F54 an inspector accepts one item, and sends another back to a stage and an assignee, with a reason', async ({
  server,
  browse,
}) => {
  const task = await makeReview(server, { stage: 'acceptance', labels: 2, items: 2 });
  const iris = await new ReviewPage(await browse(IRIS)).open(server.direct, task);
  const bo = await new ReviewPage(await browse(BO)).open(server.direct, task);
  await expect(bo.banner('banner-read-only')).toBeVisible();
  await iris.focus();
  await iris.key('Shift+N');
  await iris.expectSaved();
  // By its key.
  await iris.key('Control+Shift+Enter');
  const dialog = iris.page.getByRole('dialog', { name: 'Reject this item?' });
  await expect(dialog.getByRole('button', { name: 'Reject item' })).toBeDisabled();
  await dialog.getByLabel('Reason').fill('Look again at the mirrors');
  await dialog.getByText('To Review').click();
  await dialog.getByLabel('Assignee').click();
  // Only reviewers.
  await expect(iris.page.getByRole('option')).toHaveText(['Bo Berg', 'Iris Ito']);
  await iris.page.getByRole('option', { name: 'Bo Berg' }).click();
  await dialog.getByText('Then open the next item').click();
  await dialog.getByRole('button', { name: 'Reject item' }).click();
  await expect(iris.page.getByText('p1.png went back to Review')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  // Bo's page switches to review automatically, with the inspector's verdicts and reason.
  await bo.counts(0, 2, 0);
  await bo.openIssues();
  await expect(bo.issue('Look again at the mirrors')).toBeVisible();

  await iris.open(server.direct, task, task.items[1]);
  await iris.button('Accept item').click();
  await iris.page.getByRole('dialog').getByRole('button', { name: 'Accept' }).click();
  await expect(iris.page.getByText('p2.png is now in Complete')).toBeVisible();
  await expect(iris.page.getByRole('complementary', { name: 'Labels' })).toBeVisible();
});

test('F53 the next item that opens is in the stage just worked at, although the arrows go through all items', async ({
  server,
  browse,
}) => {
  const task = await makeReview(server, { items: 3, labels: 1 }, LENIENT);
  const iris = await new ReviewPage(await browse(IRIS)).open(server.direct, task);
  // Another reviewer has approved the second item meanwhile.
  const bo = await server.signIn(BO);
  expect(await bo.status('POST', `/api/v1/items/${task.items[1]}/finish`, { move: 'approve' })).toBe(200);
  await iris.button('Approve item').click();
  const dialog = iris.page.getByRole('dialog');
  await expect(dialog.getByLabel('Then open the next item')).toBeChecked();
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(iris.page).toHaveURL(new RegExp(`/items/${task.items[2]}$`));
  await expect(iris.button('Approve item')).toBeVisible();
  await iris.button('Previous item').click();
  await expect(iris.page).toHaveURL(new RegExp(`/items/${task.items[1]}$`));
});

test('F35 F46 F67 no serious accessibility fault in review, in either theme', async ({ server, browse }) => {
  const task = await makeReview(
    server,
    { labels: 6, classes: 2 },
    { issue_tags: [{ id: 'shape', name: 'Shape', color: '#1971c2' }] },
  );
  const iris = await new ReviewPage(await browse(IRIS, REDUCED_MOTION)).open(server.direct, task);
  await iris.row('car 1').click();
  await iris.key('n', 'b');
  await iris.page.keyboard.type('Crooked');
  await iris.key('Enter', 'b');
  await expect(iris.reason).toBeVisible();
  expect.soft(await axeViolations(iris.page), 'the reason').toEqual([]);
  await iris.key('Escape');
  await iris.row('car 1').click();
  expect.soft(await axeViolations(iris.page), 'the panes').toEqual([]);
  await iris.key('e');
  await expect(iris.page.getByRole('heading', { name: 'Editing' })).toBeVisible();
  expect.soft(await axeViolations(iris.page), 'editing').toEqual([]);
  await iris.key('e');
  await iris.button('Reject item…').click();
  await expect(iris.page.getByRole('dialog', { name: 'Reject this item?' })).toBeVisible();
  await expect(iris.page.getByRole('combobox', { name: 'Assignee' })).toBeVisible();
  expect.soft(await axeViolations(iris.page), 'sending the item back').toEqual([]);
});
