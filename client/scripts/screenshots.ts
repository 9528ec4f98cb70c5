/** Takes the screenshots of the README and the docs (docs/img) from a running demo.
 *
 * `COUNTERSIGN_URL` names a demo that is already running; otherwise one is made and started from `COUNTERSIGN_BIN` or
 * target/release. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import UPNG from 'upng-js';
import { freePort } from '../tests/free-port';

const ROOT = resolve(import.meta.dirname, '../..');
const OUT = join(ROOT, 'docs/img');
const PASSWORD = 'countersign';
/** The maximum size of one screenshot, in bytes: every clone contains them. */
const MAX_BYTES = 400_000;

type Scheme = 'light' | 'dark';

class Demo {
  readonly url: string;
  readonly #folder: string | null;
  readonly #process: ChildProcess | null;

  private constructor(url: string, folder: string | null, process: ChildProcess | null) {
    this.url = url;
    this.#folder = folder;
    this.#process = process;
  }

  static async start(): Promise<Demo> {
    const running = process.env.COUNTERSIGN_URL;
    if (running !== undefined) return new Demo(running, null, null);
    const folder = mkdtempSync(join(tmpdir(), 'countersign-pictures-'));
    // The built-in database can run as another user, who needs access to the folder.
    chmodSync(folder, 0o755);
    const address = `127.0.0.1:${await freePort()}`;
    const binary = process.env.COUNTERSIGN_BIN ?? join(ROOT, 'target/release/countersign');
    const env: NodeJS.ProcessEnv = { ...process.env, COUNTERSIGN_DATA_DIR: folder, COUNTERSIGN_LOG: 'warn' };
    delete env.DATABASE_URL;
    execFileSync(binary, ['demo', '--listen', address, '--photos', join(ROOT, 'demo/node_modules')], { env });
    const server = spawn(binary, ['serve', '--listen', address], { env, stdio: 'inherit' });
    const demo = new Demo(`http://${address}`, folder, server);
    await expect(async () => expect((await fetch(`${demo.url}/readyz`)).ok).toBe(true)).toPass({ timeout: 60_000 });
    return demo;
  }

  async stop(): Promise<void> {
    const server = this.#process;
    if (server !== null && server.exitCode === null) {
      const gone = new Promise((done) => server.once('exit', done));
      server.kill('SIGTERM');
      await gone;
    }
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }

  async browse(browser: Browser, who: string, colorScheme: Scheme): Promise<Page> {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1440, height: 860 } });
    const page = await context.newPage();
    await page.goto(`${this.url}/sign-in`);
    await page.getByLabel('E-mail').fill(`${who}@demo.countersign.example`);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { name: 'My tasks' })).toBeVisible();
    return page;
  }
}

/** Writes the screenshot with as many colours as the maximum size allows. */
async function saveScreenshot(page: Page, name: string): Promise<void> {
  const raw = UPNG.decode(await page.screenshot({ animations: 'disabled' }));
  const frames = UPNG.toRGBA8(raw);
  mkdirSync(OUT, { recursive: true });
  for (const colours of [256, 160, 112, 80, 56, 40]) {
    const png = Buffer.from(UPNG.encode(frames, raw.width, raw.height, colours));
    if (png.length > MAX_BYTES && colours > 40) continue;
    writeFileSync(join(OUT, `${name}.png`), png);
    return;
  }
}

async function openTask(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).first().click();
  await expect(page.locator('[data-item]').first()).toBeVisible();
  await page.waitForLoadState('networkidle');
}

async function openItem(page: Page, file: string): Promise<void> {
  await page.getByRole('link', { name: file }).click();
  await expect(page.getByTestId('save-state')).toHaveText('Saved');
  await expect(page.locator('[data-label]').first()).toBeVisible();
}

test('screenshots of the documentation', async ({ browser }) => {
  const demo = await Demo.start();
  try {
    const ada = await demo.browse(browser, 'ada', 'light');
    await openTask(ada, 'Old photographs');

    const ana = await demo.browse(browser, 'ana', 'light');
    await expect(ana.locator('article').first()).toBeVisible();
    await openTask(ana, 'Old photographs');
    await openItem(ana, 'nagasaki-boats.jpg');

    const ben = await demo.browse(browser, 'ben', 'dark');
    await openTask(ben, 'Old photographs');
    await openItem(ben, 'nagasaki-boats.jpg');

    // The lists show at once who is editing.
    await expect(ada.getByRole('button', { name: /Ana Ruiz is editing this/ })).toBeVisible();
    await saveScreenshot(ada, 'data-list');

    await point(ben, 0.52, 0.42);
    await ana.keyboard.press('m');
    await ana.locator('[data-label]').nth(1).click();
    await ana.locator('[data-issue] button').first().click();
    await expect(ana.getByRole('list', { name: 'Also here' })).toBeVisible();
    await fitPicture(ana);
    await saveScreenshot(ana, 'tool-light');

    await point(ana, 0.4, 0.55);
    await fitPicture(ben);
    await saveScreenshot(ben, 'tool-dark');

    const rei = await demo.browse(browser, 'rei', 'light');
    await openTask(rei, 'Old photographs');
    await openItem(rei, 'march-pastoral.jpg');
    await rei.locator('[data-label]').nth(1).click();
    await fitPicture(rei);
    await rei.keyboard.press('b');
    await expect(rei.getByRole('dialog')).toBeVisible();
    await rei.keyboard.type('The lamb behind it is part of this outline.');
    await saveScreenshot(rei, 'review');

    const ines = await demo.browse(browser, 'ines', 'light');
    await openTask(ines, 'Cat in motion');
    await ines.keyboard.press('ControlOrMeta+a');
    await ines.getByRole('button', { name: 'Accept…' }).click();
    await expect(ines.getByRole('dialog').getByRole('button', { name: /^Accept/ })).toBeEnabled();
    await saveScreenshot(ines, 'acceptance');

    await ada.getByRole('tab', { name: 'Overview' }).click();
    await expect(ada.getByRole('region', { name: 'By person' })).toBeVisible();
    await ada.waitForLoadState('networkidle');
    await saveScreenshot(ada, 'overview');
    await ada.getByRole('tab', { name: 'Ontology' }).click();
    await ada.waitForLoadState('networkidle');
    await saveScreenshot(ada, 'ontology');
  } finally {
    await demo.stop();
  }
});

/** Moves the pointer over the image, so that the other user sees it there. */
async function point(page: Page, x: number, y: number): Promise<void> {
  const box = await page.locator('[data-canvas]').boundingBox();
  if (box === null) throw new Error('the canvas is not shown');
  await page.mouse.move(box.x + box.width * x, box.y + box.height * y, { steps: 4 });
}

/** Fits the image and waits for the sharp redraw at rest and the others' pointers. */
async function fitPicture(page: Page): Promise<void> {
  await page.keyboard.press('f');
  await page.waitForTimeout(1_000);
}
