/** Measures, without asserting, how long a verdict takes from the key press to the screen, and 1,000 of them to another
 * screen. */

import { expect, type Page } from '@playwright/test';
import { ANA, IRIS, test } from './harness';
import { makeReview, ReviewPage } from './review-page';

const LABELS = 500;
const PRESSES = 100;

function summary(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const quantile = (q: number): string => (sorted[Math.floor(q * (sorted.length - 1))] ?? Number.NaN).toFixed(1);
  return `p50 ${quantile(0.5)} ms, p95 ${quantile(0.95)} ms, longest ${quantile(1)} ms`;
}

/** Presses `n` repeatedly, and returns how long each took until the changed count of approved labels was painted. */
function pressAndPaint(page: Page, presses: number): Promise<number[]> {
  return page.evaluate(async (count) => {
    const approved = () => document.querySelector('[aria-label="Completed labels"] h3')?.textContent;
    const painted = () =>
      new Promise<number>((done) => {
        requestAnimationFrame(() => {
          // A message arrives after the frame that was just drawn.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => done(performance.now());
          port2.postMessage(null);
        });
      });
    const times: number[] = [];
    for (let i = 0; i < count; i++) {
      await new Promise((done) => setTimeout(done, 80));
      const before = approved();
      const pressed = performance.now();
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true }));
      let at = await painted();
      while (approved() === before) at = await painted();
      times.push(at - pressed);
    }
    return times;
  }, presses);
}

test('F48 a verdict is painted quickly after its key, on 500 labels', async ({ server, browse }) => {
  const task = await makeReview(server, { labels: LABELS });
  const iris = await new ReviewPage(await browse(IRIS)).open(server.direct, task);
  const ana = await new ReviewPage(await browse(ANA)).open(server.direct, task);
  await iris.focus();
  await iris.key('ArrowDown');
  const times = await pressAndPaint(iris.page, PRESSES);
  console.info(`key → painted verdict, ${PRESSES} presses on ${LABELS} labels: ${summary(times)}`);
  expect(times).toHaveLength(PRESSES);
  await expect(iris.page.getByRole('heading', { name: `Pending ${LABELS - PRESSES}` })).toBeVisible();
  await iris.expectSaved();
  await expect(ana.page.locator('[data-label][data-verdict="approved"]').first()).toBeVisible();
});

test('F49 a thousand labels approved in one command are on the other screen soon', async ({ server, browse }) => {
  const labels = 1_000;
  const task = await makeReview(server, { labels });
  const iris = await new ReviewPage(await browse(IRIS)).open(server.direct, task);
  const ana = await new ReviewPage(await browse(ANA)).open(server.direct, task);
  // Resolves when all rendered rows show their verdict.
  const seen = ana.page.evaluate(async () => {
    const rows = () => [...document.querySelectorAll('[data-label]')];
    for (;;) {
      if (rows().every((row) => row.getAttribute('data-verdict') === 'approved'))
        return performance.timeOrigin + performance.now();
      await new Promise((done) => requestAnimationFrame(done));
    }
  });
  await iris.focus();
  const pressed = await iris.page.evaluate(() => {
    const now = performance.timeOrigin + performance.now();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'N', shiftKey: true, bubbles: true }));
    return now;
  });
  const here = await iris.page.evaluate(() => performance.timeOrigin + performance.now());
  const took = (await seen) - pressed;
  console.info(
    `${labels} labels approved in one command: ${(here - pressed).toFixed(0)} ms here, ${took.toFixed(0)} ms on the other screen`,
  );
  await expect(iris.page.getByRole('heading', { name: 'Pending 0' })).toBeVisible();
  await iris.expectSaved();
});
