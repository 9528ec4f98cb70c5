/** Measures, without asserting, how long an edit takes from one browser to the other, through the real server and its
 * database. */

import { expect, type Page } from '@playwright/test';
import { ANA, BO, test } from './harness';
import { ToolPage } from './tool-page';

const EDITS = 100;

/** Records when each live frame with a document update arrives in the page: the time that network and server took. */
async function watchUpdates(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const times: number[] = [];
    Object.assign(window, { updateTimes: times });
    const Real = window.WebSocket;
    window.WebSocket = class extends Real {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
          if (!(data instanceof ArrayBuffer)) return;
          const bytes = new Uint8Array(data);
          // A sync message with an update.
          if (bytes[0] === 0 && bytes[1] === 2) times.push(performance.timeOrigin + performance.now());
        });
      }
    };
  });
}

test('N1 N4 an edit reaches the other browser quickly', async ({ server, browse }) => {
  const task = await server.makeTask({ labels: 20 });
  const ana = await new ToolPage(await browse(ANA)).open(server.direct, task);
  await ana.expectEditable();
  const other = await browse(BO);
  await watchUpdates(other);
  const bo = await new ToolPage(other).open(server.direct, task);
  await expect(bo.labels).toHaveCount(20);
  await ana.press('Control+a');
  await ana.focus();

  // One key press moves all labels by a pixel: one edit, one update.
  const sent: number[] = await ana.page.evaluate(async (edits) => {
    const times: number[] = [];
    for (let i = 0; i < edits; i++) {
      await new Promise((done) => setTimeout(done, 60));
      const key = i % 2 === 0 ? 'ArrowRight' : 'ArrowLeft';
      times.push(performance.timeOrigin + performance.now());
      document.querySelector('[data-canvas]')?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    }
    return times;
  }, EDITS);
  const arrived = (): Promise<number[]> =>
    other.evaluate(() => (window as unknown as { updateTimes: number[] }).updateTimes);
  await expect.poll(async () => (await arrived()).length).toBeGreaterThanOrEqual(EDITS);
  const times = await arrived();
  const took = sent.map((at, i) => (times[i] ?? Number.NaN) - at).sort((x, y) => x - y);
  const quantile = (q: number): string => (took[Math.floor(q * (took.length - 1))] ?? Number.NaN).toFixed(1);
  console.info(`edit → other browser, ${EDITS} edits of 20 labels: p50 ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms`);
  await ana.expectSaved();
});
