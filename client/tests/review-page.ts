/** The tool page as a reviewer operates it, and tasks with reviewers. */

import { expect, type Locator } from '@playwright/test';
import { ADA, BO, type Countersign, IRIS, type MadeTask } from './harness';
import { ToolPage } from './tool-page';

type Make = Parameters<Countersign['makeTask']>[0];

/** A workflow with one review that does not require a verdict on each label, then acceptance. */
export const LENIENT = { workflow: { reviews: [{ strict: false, percent: 100 }], acceptance: true } };

/** Makes a task at its review: Iris and Bo review, Ana has annotated. */
export async function makeReview(server: Countersign, make: Make = {}, change: object = {}): Promise<MadeTask> {
  const task = await server.makeTask({ stage: 'review', labels: 4, ...make });
  const ada = await server.signIn(ADA);
  for (const { email } of [IRIS, BO]) {
    await ada.post(`/api/v1/tasks/${task.id}/members`, { email, roles: ['reviewer'] });
  }
  if (Object.keys(change).length > 0) expect(await ada.status('PATCH', `/api/v1/tasks/${task.id}`, change)).toBe(200);
  return task;
}

export interface StoredIssue {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly label?: string;
  readonly tags?: readonly string[];
  readonly comments: readonly { readonly text: string; readonly by_name: string }[];
}

export async function issuesOf(server: Countersign, task: MadeTask): Promise<readonly StoredIssue[]> {
  const ada = await server.signIn(ADA);
  return (await ada.get(`/api/v1/items/${task.items[0]}/issues`)) as readonly StoredIssue[];
}

export class ReviewPage extends ToolPage {
  get pending(): Locator {
    return this.page.getByRole('region', { name: 'Pending labels' });
  }

  get completed(): Locator {
    return this.page.getByRole('region', { name: 'Completed labels' });
  }

  /** Rows of the labels in one of the two lists, or anywhere. */
  rows(where: Locator = this.page.locator('body')): Locator {
    return where.locator('[data-label]');
  }

  get selected(): Locator {
    return this.page.locator('[data-label][aria-selected="true"]');
  }

  /** The row of a label by its name: "car 2". */
  row(name: string): Locator {
    return this.page.getByRole('treeitem').filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** The dialog that asks for the reason of a rejection. */
  get reason(): Locator {
    return this.page.getByRole('dialog', { name: /^Reject \d+ labels?$/ });
  }

  async counts(pending: number, approved: number, rejected: number): Promise<void> {
    await expect(this.page.getByRole('heading', { name: `Pending ${pending}` })).toBeVisible();
    await expect(this.page.getByRole('heading', { name: `Completed ${approved + rejected}` })).toBeVisible();
    if (approved + rejected === 0) return;
    const verdicts = this.completed.locator('[data-judged]');
    await expect(verdicts.and(this.page.locator('[data-judged="approved"]'))).toHaveCount(approved);
    await expect(verdicts.and(this.page.locator('[data-judged="rejected"]'))).toHaveCount(rejected);
  }

  async key(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }
}
