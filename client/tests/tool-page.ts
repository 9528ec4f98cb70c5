/** The tool page as a user operates it. */

import { expect, type Locator, type Page } from '@playwright/test';
import { fitImage, toScreen } from '../src/kernels/camera';
import { IMAGE_SIZE, type MadeTask } from './harness';

export class ToolPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the task's first item. */
  async open(base: string, task: MadeTask, item = task.items[0]): Promise<this> {
    await this.page.goto(`${base}/tasks/${task.id}/items/${item}`);
    await expect(this.canvas).toBeVisible();
    // The list is empty until the document is loaded.
    await expect(this.labels.first()).toBeVisible();
    return this;
  }

  get canvas(): Locator {
    return this.page.locator('[data-canvas]');
  }

  get saveState(): Locator {
    return this.page.getByTestId('save-state');
  }

  banner(id: string): Locator {
    return this.page.getByTestId(id);
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** The rows of the labels in the list. */
  get labels(): Locator {
    return this.page.locator('[data-label]');
  }

  async expectSaved(): Promise<void> {
    await expect(this.saveState).toHaveText('Saved');
  }

  async expectEditable(): Promise<void> {
    await expect(this.page.getByTestId(/^banner-(other|free|read)/)).toHaveCount(0);
    await expect(this.button('Draw a box').first()).toBeEnabled();
  }

  /** Returns the canvas's position on screen, once it is drawn at its current size: a pane can just have opened or closed. */
  #box(): Promise<{ x: number; y: number; width: number; height: number }> {
    return this.canvas.evaluate(async (host) => {
      const drawn = () => {
        const { width, height } = host.querySelector('canvas') ?? { width: 0, height: 0 };
        return width === host.clientWidth * devicePixelRatio && height === host.clientHeight * devicePixelRatio;
      };
      while (!drawn()) await new Promise(requestAnimationFrame);
      const { x, y, width, height } = host.getBoundingClientRect();
      return { x, y, width, height };
    });
  }

  /** Returns the screen position of a point on the image, which must be fitted into the view. */
  async at(x: number, y: number): Promise<{ x: number; y: number }> {
    const box = await this.#box();
    const point = toScreen(fitImage(IMAGE_SIZE, box), box, x, y);
    return { x: box.x + point.x, y: box.y + point.y };
  }

  async click(x: number, y: number): Promise<void> {
    const point = await this.at(x, y);
    await this.page.mouse.click(point.x, point.y);
  }

  async drag(x1: number, y1: number, x2: number, y2: number): Promise<void> {
    const [from, to] = [await this.at(x1, y1), await this.at(x2, y2)];
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 3 });
    await this.page.mouse.move(to.x, to.y, { steps: 3 });
    await this.page.mouse.up();
  }

  async drawBox(x1: number, y1: number, x2: number, y2: number): Promise<void> {
    await this.focus();
    await this.page.keyboard.press('r');
    await this.drag(x1, y1, x2, y2);
  }

  /** Focuses the canvas, so that it receives the keys. */
  async focus(): Promise<void> {
    await this.canvas.focus();
  }

  async press(key: string): Promise<void> {
    await this.focus();
    await this.page.keyboard.press(key);
  }

  async openIssues(): Promise<void> {
    await this.button(/^Issues, /).click();
    await expect(this.page.getByRole('complementary', { name: 'Issues' })).toBeVisible();
  }

  /** The issue that contains the text. */
  issue(text: string): Locator {
    return this.page.getByRole('article').filter({ hasText: text });
  }

  /** Returns the colour painted over the image at a screen distance from one of its points, as `r,g,b`. */
  async paintedAt(x: number, y: number, dx = 0, dy = 0): Promise<string> {
    const [point, box] = [await this.at(x, y), await this.#box()];
    const place = { x: point.x - box.x + dx, y: point.y - box.y + dy };
    return this.canvas.evaluate((host, at) => {
      const overlay = [...host.querySelectorAll('canvas')].at(-1);
      const pixel = overlay?.getContext('2d')?.getImageData(Math.round(at.x), Math.round(at.y), 1, 1).data;
      return pixel === undefined ? '' : [...pixel.slice(0, 3)].join();
    }, place);
  }
}
