/** The data list as a user operates it. */

import { expect, type Locator, type Page } from '@playwright/test';
import type { MadeTask } from './harness';

export class ListPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(base: string, task: MadeTask, query = ''): Promise<this> {
    await this.page.goto(`${base}/tasks/${task.id}${query}`);
    await expect(this.items.first()).toBeVisible();
    return this;
  }

  get items(): Locator {
    return this.page.locator('[data-item]');
  }

  item(file: string): Locator {
    return this.items.filter({ has: this.page.getByRole('link', { name: file, exact: true }) });
  }

  link(file: string): Locator {
    return this.page.getByRole('link', { name: file, exact: true });
  }

  box(file: string): Locator {
    return this.page.getByRole('checkbox', { name: `Select ${file}` });
  }

  stage(name: string): Locator {
    return this.page.getByRole('group', { name: 'Stage' }).getByRole('button', { name });
  }

  get chips(): Locator {
    return this.page.getByRole('list', { name: 'Active filters' });
  }

  /** Adds a filter from the menu. */
  async filter(field: string, choice: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add filter' }).click();
    await this.page.getByRole('option', { name: field, exact: true }).click();
    await this.page.getByRole('option', { name: choice }).click();
    await this.page.keyboard.press('Escape');
    // Waits until the menu has closed: the next key or click is for the list.
    await expect(this.page.getByRole('listbox')).toHaveCount(0);
  }

  get bar(): Locator {
    return this.page.getByRole('region', { name: 'Selected items' });
  }

  get dialog(): Locator {
    // The one that was opened last: another can still be closing.
    return this.page.locator('[role="dialog"][aria-modal="true"]').last();
  }

  /** The progress of a bulk action. */
  get panel(): Locator {
    return this.page.getByRole('region', { name: 'Bulk action' });
  }

  /** Selects all items that match, once no dialog or menu covers the list. */
  async selectAll(): Promise<void> {
    await expect(
      this.page.locator('[role="dialog"], [role="menu"], [role="listbox"]').filter({ visible: true }),
    ).toHaveCount(0);
    await this.page.keyboard.press('Control+a');
  }

  async menu(file: string, action: string): Promise<void> {
    await this.page.getByRole('button', { name: `Actions for ${file}` }).click();
    await this.page.getByRole('menuitem', { name: new RegExp(`^${action}`) }).click();
  }
}
