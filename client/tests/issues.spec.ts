/** Issues between two users: each change appears on the other's screen without a reload. */

import { expect, type Locator, type Page } from '@playwright/test';
import { ADA, ANA, BO, type Browse, type Countersign, IRIS, type MadeTask, type TestUser, test } from './harness';
import { ToolPage } from './tool-page';

const RED = '224,49,49';
const GREEN = '47,158,68';

/** Opens the task's first item in one user's browser. */
async function open(server: Countersign, browse: Browse, task: MadeTask, who: TestUser): Promise<ToolPage> {
  return new ToolPage(await browse(who)).open(server.direct, task);
}

/** Expands a collapsed issue. */
async function unfold(thread: Locator): Promise<void> {
  await thread.locator('[data-row]').click();
  await expect(thread.locator('[data-row]')).toHaveAttribute('aria-expanded', 'true');
}

function comment(tool: ToolPage): Locator {
  return tool.page.getByLabel('Comment', { exact: true });
}

async function write(tool: ToolPage, text: string): Promise<void> {
  await tool.button('New issue').first().click();
  await comment(tool).fill(text);
  await tool.button('Create issue').click();
  await expect(tool.issue(text)).toBeVisible();
}

async function more(tool: ToolPage, thread: Locator): Promise<Locator> {
  await thread.getByRole('button', { name: 'Issue actions' }).click();
  const menu = tool.page.getByRole('menu');
  await expect(menu).toBeVisible();
  return menu;
}

const item = (task: MadeTask) => `/api/v1/items/${task.items[0]}`;

test('F73 F85 F89 F98 F99 an issue about the item: reply, resolve, reopen, and delete by its author only', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  const ana = await open(server, browse, task, ANA);
  const bo = await open(server, browse, task, BO);
  await ana.openIssues();
  await bo.openIssues();
  await write(bo, 'The left door is missing.');
  const [atAna, atBo] = [ana.issue('The left door is missing.'), bo.issue('The left door is missing.')];
  await expect(atAna).toBeVisible();

  await unfold(atAna);
  await atAna.getByLabel('Reply').fill('It is behind the tree.');
  await ana.page.keyboard.press('Control+Enter');
  await expect(atBo).toContainText('It is behind the tree.');
  await expect(atBo).toContainText('Ana Arias');

  // Others than the author can resolve it; the author sees who did.
  await atAna.getByRole('button', { name: 'Resolve this issue' }).click();
  await expect(bo.button('Issues, 0 open')).toBeVisible();
  await expect(atBo).toContainText('Resolved by Ana Arias');
  // Collapsed, it appears only in the list of resolved issues.
  await atBo.locator('[data-row]').click();
  await expect(atBo).toHaveCount(0);
  await bo.page.getByText(/^Resolved 1$/).click();
  await unfold(atBo);
  await atBo.getByRole('button', { name: 'Reopen' }).click();
  await expect(ana.button('Issues, 1 open')).toBeVisible();
  await expect(atAna).toContainText('Open');

  // Other members without the admin role neither see the delete command nor can delete it.
  const menu = await more(ana, atAna);
  await expect(menu.getByRole('menuitem', { name: /Copy link/ })).toBeVisible();
  await expect(menu.getByRole('menuitem', { name: /Delete/ })).toHaveCount(0);
  await ana.page.keyboard.press('Escape');
  const asAna = await server.signIn(ANA);
  const [issue] = (await asAna.get(`${item(task)}/issues`)) as { id: string }[];
  expect(await asAna.status('DELETE', `${item(task)}/issues/${issue?.id}`)).toBe(403);
  await (await more(bo, atBo)).getByRole('menuitem', { name: 'Delete issue…' }).click();
  await atBo.getByRole('button', { name: 'Delete issue' }).click();
  await expect(atBo).toHaveCount(0);
  await expect(atAna).toHaveCount(0);
  await expect(bo.page.getByText('No issues')).toBeVisible();
});

test('F90 F97 a pin on the image is red until its issue is resolved, then green and of another shape', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  const ana = await open(server, browse, task, ANA);
  const bo = await open(server, browse, task, BO);
  for (const tool of [ana, bo]) {
    await tool.openIssues();
    await tool.press('f');
  }
  // Started as an issue about the item, then turned into a pin: the typed text stays.
  await bo.button('New issue').first().click();
  await comment(bo).fill('What is this?');
  await bo.page.getByText('Pin', { exact: true }).last().click();
  await expect(bo.page.getByText('Place the pin first')).toBeVisible();
  await expect(bo.button('Create issue')).toBeDisabled();
  await bo.click(300, 240);
  await expect(comment(bo)).toBeFocused();
  await expect(comment(bo)).toHaveValue('What is this?');
  await bo.page.keyboard.press('Control+Enter');
  // Next to the centre of its head.
  const pin = (tool: ToolPage) => tool.paintedAt(300, 240, 4, -18);
  await expect(ana.issue('What is this?')).toBeVisible();
  await expect.poll(() => pin(ana)).toBe(RED);
  await expect.poll(() => pin(bo)).toBe(RED);
  expect(await ana.paintedAt(300, 240, -1, -21)).toBe('255,255,255');

  // Under the pointer it shows its first words; a click opens its issue.
  await ana.press('v');
  const tip = await ana.at(300, 240);
  await ana.page.mouse.move(tip.x, tip.y - 20);
  await expect(ana.canvas).toHaveCSS('cursor', 'pointer');
  await expect.poll(() => ana.paintedAt(300, 240, 18, -35)).toMatch(/^2\d,2\d,(29|30|31)$/);
  await ana.page.mouse.click(tip.x, tip.y - 20);
  await expect(ana.issue('What is this?').locator('[data-row]')).toHaveAttribute('aria-expanded', 'true');
  await bo.issue('What is this?').getByRole('button', { name: 'Resolve this issue' }).click();
  await expect.poll(() => pin(ana)).toBe(GREEN);
  await expect(ana.issue('What is this?')).toContainText('Resolved by Bo Berg');
  // Collapsed, its pin stays, with a tick instead of the dot.
  await ana.issue('What is this?').locator('[data-row]').click();
  await expect.poll(() => ana.paintedAt(300, 240, -1, -21)).toBe(GREEN);
  expect(await pin(ana)).toBe(GREEN);
});

test('F78 F96 an issue is started by key or from the toolbar, of a kind that suits an image; Esc keeps the text', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  const bo = await open(server, browse, task, BO);
  await bo.press('Alt+n');
  await expect(comment(bo)).toBeFocused();
  const kinds = bo.page.getByRole('radiogroup', { name: 'Apply to' });
  // An image has no frames, neither in the form nor in the API.
  await expect(kinds.getByRole('radio')).toHaveCount(2);
  const asBo = await server.signIn(BO);
  const frame = { kind: 'frame', frames: { first: 0, last: 0 }, text: 'x' };
  expect(await asBo.status('POST', `${item(task)}/issues`, frame)).toBe(400);
  await bo.page.keyboard.type('Half a thought');
  await bo.page.keyboard.press('Escape');
  await expect(comment(bo)).toHaveCount(0);
  await bo.page.getByRole('toolbar', { name: 'View and history' }).getByRole('button', { name: 'New issue' }).click();
  await expect(comment(bo)).toHaveValue('Half a thought');

  // A pin without a mouse: at the centre of the view.
  await kinds.getByRole('radio', { name: 'File' }).focus();
  await bo.page.keyboard.press('ArrowRight');
  await bo.button('Pin the centre of the view').click();
  await expect(comment(bo)).toBeFocused();
  await bo.page.keyboard.press('Control+Enter');
  await expect(bo.issue('Half a thought')).toContainText('Pinned');
  const [made] = (await asBo.get(`${item(task)}/issues`)) as { anchor: { x: number; y: number; frame: number } }[];
  expect(made?.anchor).toEqual({ x: 320, y: 240, frame: 0 });
});

test('F85 F97 tags and mentions: chosen by keyboard, seen by the other user, found by filter', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  const ada = await server.signIn(ADA);
  const tags = [
    { id: 'blurry', name: 'Blurry', color: '#0072b2' },
    { id: 'class', name: 'Wrong class', color: '#d55e00' },
  ];
  expect(await ada.status('PATCH', `/api/v1/tasks/${task.id}`, { issue_tags: tags })).toBe(200);
  const ana = await open(server, browse, task, ANA);
  const bo = await open(server, browse, task, BO);
  await ana.openIssues();
  await bo.openIssues();
  await write(bo, 'No tag, nobody named');

  await bo.button('New issue').first().click();
  await bo.page.getByRole('button', { name: 'Blurry', pressed: false }).click();
  await comment(bo).focus();
  await bo.page.keyboard.type('Please look, @');
  const people = bo.page.getByRole('listbox', { name: 'People to mention' });
  // Every member except the author.
  const members = (await ada.get(`/api/v1/tasks/${task.id}/members`)) as unknown[];
  await expect(people.getByRole('option')).toHaveCount(members.length - 1);
  await bo.page.keyboard.type('a');
  await expect(people.getByRole('option')).toHaveText(['Ada Adler', 'Ana Arias']);
  await bo.page.keyboard.press('Escape');
  await expect(people).toHaveCount(0);
  await bo.page.keyboard.press('Backspace');
  await bo.page.keyboard.press('Backspace');
  await bo.page.keyboard.type('@a');
  await bo.page.keyboard.press('ArrowDown');
  await expect(people.getByRole('option', { selected: true })).toHaveText('Ana Arias');
  await expect(comment(bo)).toHaveAttribute('aria-activedescendant', /.+/);
  await bo.page.keyboard.press('Enter');
  await bo.page.keyboard.type('and @Iris Ito, but not @Nobody');
  await expect(comment(bo)).toHaveValue('Please look, @Ana Arias and @Iris Ito, but not @Nobody');
  await bo.page.keyboard.press('Control+Enter');

  const thread = ana.issue('Please look');
  await expect(thread.getByRole('list', { name: 'Tags' })).toHaveText('Blurry');
  await expect(thread.locator('b', { hasText: '@Ana Arias' })).toBeVisible();
  await expect(thread.locator('b', { hasText: '@Nobody' })).toHaveCount(0);
  const issues = (await ada.get(`${item(task)}/issues`)) as { comments: { mentions?: { name: string }[] }[] }[];
  const named = issues
    .flatMap((issue) => issue.comments.flatMap((each) => each.mentions ?? []))
    .map(({ name }) => name);
  expect(named.sort()).toEqual(['Ana Arias', 'Iris Ito']);

  const other = ana.issue('No tag, nobody named');
  await expect(other).toBeVisible();
  await ana.button('Filter issues').click();
  await ana.page.getByRole('menuitemradio', { name: 'Mentions me' }).click();
  await expect(other).toHaveCount(0);
  await expect(thread).toBeVisible();
  await ana.page.getByRole('menuitemradio', { name: 'Opened by me' }).click();
  await expect(ana.page.getByText('No matching issues')).toBeVisible();
  await ana.page.getByRole('menuitemradio', { name: 'Anyone' }).click();
  await ana.page.getByRole('menuitemradio', { name: 'Wrong class' }).click();
  await expect(thread).toHaveCount(0);
  await ana.page.keyboard.press('Escape');
  await ana.button('Show all issues').click();
  await ana.page.getByLabel('Search issues').fill('NOBODY NAMED');
  await expect(other).toBeVisible();
  await expect(thread).toHaveCount(0);
});

const CATEGORIES_WITH_REQUIREMENTS = [
  {
    id: 1,
    name: 'car',
    countersign: {
      attributes: [
        { id: 'make', name: 'Make', kind: 'text', required: true },
        {
          id: 'state',
          name: 'State',
          kind: 'radio',
          options: [
            { id: 'parked', name: 'Parked' },
            {
              id: 'moving',
              name: 'Moving',
              attributes: [{ id: 'speed', name: 'Speed', kind: 'number', required: true }],
            },
          ],
        },
      ],
    },
  },
  { id: 2, name: 'person', countersign: { required: true } },
] as const;

test('F88 F93 a missing requirement is an issue that comes and goes with the labels, for both users', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ categories: CATEGORIES_WITH_REQUIREMENTS });
  const ana = await open(server, browse, task, ANA);
  const bo = await open(server, browse, task, BO);
  await ana.openIssues();
  await bo.openIssues();
  const missing = (tool: ToolPage, text: string) => tool.page.locator('[data-issue]', { hasText: text });
  for (const tool of [ana, bo]) {
    await expect(tool.button('Issues, 2 open')).toBeVisible();
    await expect(missing(tool, 'The item needs a person')).toBeVisible();
    await expect(missing(tool, 'car 1 needs “Make”')).toBeVisible();
    await expect(tool.button('1 open issue on car 1')).toBeVisible();
  }
  // It links to the label; filling in the attribute there resolves it for both users.
  await ana.expectEditable();
  await missing(ana, 'car 1 needs “Make”').click();
  await expect(ana.labels.first()).toHaveAttribute('aria-selected', 'true');
  await ana.page.getByLabel('Make').fill('Saab');
  await ana.page.getByLabel('Make').press('Enter');
  for (const tool of [ana, bo]) {
    await expect(missing(tool, '“Make”')).toHaveCount(0);
    await expect(tool.button('Issues, 1 open')).toBeVisible();
    await expect(tool.button(/issue on car 1/)).toHaveCount(0);
  }
  await ana.page.getByText('Moving', { exact: true }).click();
  await expect(missing(bo, 'car 1 needs “Speed”')).toBeVisible();
  await ana.page.getByText('Parked', { exact: true }).click();
  await expect(missing(bo, '“Speed”')).toHaveCount(0);

  // The missing class becomes the class of the next label.
  await missing(ana, 'The item needs a person').click();
  await ana.drawBox(100, 200, 200, 300);
  for (const tool of [ana, bo]) await expect(tool.button('Issues, 0 open')).toBeVisible();
  await ana.press('Control+z');
  for (const tool of [ana, bo]) await expect(missing(tool, 'The item needs a person')).toBeVisible();
  // None of it can be resolved by hand.
  await expect(bo.button('Resolve this issue')).toHaveCount(0);
});

test('F93 F101 an item with missing requirements cannot be submitted, and the server stores what is missing', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ categories: CATEGORIES_WITH_REQUIREMENTS });
  const asAna = await server.signIn(ANA);
  expect(await asAna.status('POST', `${item(task)}/finish`, { move: 'submit' })).toBe(409);
  const ana = await open(server, browse, task, ANA);
  await ana.button(/^Submit/).click();
  const dialog = ana.page.getByRole('dialog');
  await expect(dialog).toContainText('The item needs a person');
  await dialog.getByRole('button', { name: /car 1 needs “Make”/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect(ana.labels.first()).toHaveAttribute('aria-selected', 'true');

  // If nothing is required to finish, the item moves on and the issues are stored; nobody can resolve them by hand.
  const ada = await server.signIn(ADA);
  expect(await ada.status('PATCH', `/api/v1/tasks/${task.id}`, { finish_requires: 'nothing' })).toBe(200);
  expect(await asAna.status('POST', `${item(task)}/finish`, { move: 'submit' })).toBe(200);
  const stored = (await ada.get(`${item(task)}/issues`)) as { id: string; kind: string; state: string }[];
  expect(stored.map(({ kind, state }) => `${kind} ${state}`)).toEqual(Array(2).fill('task_requirement open'));
  const path = `${item(task)}/issues/${encodeURIComponent(stored[0]?.id ?? '')}`;
  expect(await ada.status('PUT', `${path}/state`, { state: 'resolved' })).toBe(409);
  expect(await ada.status('DELETE', path)).toBe(409);
  await expect(ana.page.getByRole('complementary', { name: 'Issues' }).locator('[data-issue]')).toHaveCount(2);
});

test('F72 F88 F100 a rejected label has a red icon, green once resolved; its issue has a link and cannot be deleted', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ stage: 'review', labels: 3 });
  const ana = await open(server, browse, task, ANA);
  const ids = await ana.labels.evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.label ?? ''));
  const asAda = await server.signIn(ADA);
  await asAda.post(`${item(task)}/verdicts`, { verdict: 'rejected', labels: [ids[1]], reason: 'Too loose.' });
  const sign = ana.button('1 open issue on car 2');
  await sign.click();
  const thread = ana.issue('Too loose.');
  await expect(thread).toContainText('car 2 rejected');
  await expect(thread.locator('[data-row]')).toHaveAttribute('aria-expanded', 'true');

  // The link opens the issue on another screen, with its label selected.
  const [issue] = (await asAda.get(`${item(task)}/issues`)) as { id: string }[];
  await ana.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await (await more(ana, thread)).getByRole('menuitem', { name: 'Copy link to this issue' }).click();
  await expect(ana.page.getByText('Link to this issue copied')).toBeVisible();
  const link = await ana.page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).searchParams.get('issue')).toBe(issue?.id);
  const ada = new ToolPage(await browse(ADA));
  await ada.page.goto(link);
  const atAda = ada.issue('Too loose.');
  await expect(atAda.locator('[data-row]')).toHaveAttribute('aria-expanded', 'true');
  await expect(ada.page.locator(`[data-label="${ids[1]}"]`).first()).toHaveAttribute('aria-selected', 'true');

  const menu = await more(ada, atAda);
  await expect(menu.getByRole('menuitem', { name: /Delete/ })).toHaveCount(0);
  await ada.page.keyboard.press('Escape');
  expect(await asAda.status('DELETE', `${item(task)}/issues/${issue?.id}`)).toBe(409);
  await atAda.getByRole('button', { name: 'Resolve this issue' }).click();
  await expect(ana.button('1 resolved issue on car 2')).toHaveAttribute('data-state', 'resolved');
  await expect(sign).toHaveCount(0);
});

test('F94 F95 in the annotate stage of a consensus task nobody sees or opens issues; in review all are there', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask({ categories: CATEGORIES_WITH_REQUIREMENTS });
  const [ada, bo] = [await server.signIn(ADA), await server.signIn(BO)];
  await bo.post(`${item(task)}/issues`, { kind: 'file', text: 'Said before.' });
  const change = { consensus: true, finish_requires: 'nothing' };
  expect(await ada.status('PATCH', `/api/v1/tasks/${task.id}`, change)).toBe(200);
  const ana = await open(server, browse, task, ANA);
  await ana.openIssues();
  await expect(ana.button('Issues, 2 open')).toBeVisible();
  await expect(ana.page.locator('[data-issue]')).toHaveCount(2);
  await expect(ana.issue('Said before.')).toHaveCount(0);
  const pane = ana.page.getByRole('complementary', { name: 'Issues' });
  await expect(pane.getByRole('button', { name: 'New issue' })).toBeDisabled();
  await expect(pane).toContainText('Annotators of this task work without comments');
  await ana.press('Alt+n');
  await ana.press('c');
  await expect(comment(ana)).toHaveCount(0);
  await expect(ana.button('Pin an issue')).toHaveAttribute('aria-disabled', 'true');
  const refused = await bo.status('POST', `${item(task)}/issues`, { kind: 'file', text: 'And now?' });
  expect([403, 409]).toContain(refused);

  // Ana can submit the item: she has it open.
  const asAna = await server.signIn(ANA);
  expect(await asAna.status('POST', `${item(task)}/finish`, { move: 'submit' })).toBe(200);
  await expect(ana.issue('Said before.')).toBeVisible();
  await expect(pane.getByRole('button', { name: 'New issue' })).toBeEnabled();
});

test('F85 of many issues only those in view are rendered, and the arrow keys step through them', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  const asBo = await server.signIn(BO);
  for (let n = 1; n <= 120; n++) await asBo.post(`${item(task)}/issues`, { kind: 'file', text: `Remark ${n}.` });
  const ana = await open(server, browse, task, ANA);
  await ana.openIssues();
  await expect(ana.button('Issues, 120 open')).toBeVisible();
  await expect(ana.issue('Remark 120.')).toBeVisible();
  expect(await ana.page.getByRole('article').count()).toBeLessThan(40);
  await ana.issue('Remark 120.').locator('[data-row]').focus();
  await ana.page.keyboard.press('End');
  await expect(ana.issue('Remark 1.').locator('[data-row]')).toBeFocused();
  await ana.page.keyboard.press('ArrowUp');
  await expect(ana.issue('Remark 2.').locator('[data-row]')).toBeFocused();
  await ana.page.keyboard.press('Enter');
  await expect(ana.issue('Remark 2.').getByLabel('Reply')).toBeVisible();
});

/** Collects what the page's content security policy blocked, and whether a script ran that should not have. */
async function watchForViolations(page: Page): Promise<() => Promise<readonly string[]>> {
  const seen: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) seen.push(message.text());
  });
  page.on('dialog', (dialog) => {
    seen.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    const reports: string[] = [];
    Object.assign(window, { reports });
    document.addEventListener('securitypolicyviolation', (event) => {
      reports.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
    });
  });
  return async () => [
    ...seen,
    ...(await page.evaluate(() => {
      const { reports, ran } = window as unknown as { reports: string[]; ran?: boolean };
      return ran === true ? [...reports, 'a script ran'] : reports;
    })),
  ];
}

test('fault_28 F85 hostile text in a comment stays text: markup, unsafe links, changes of text direction', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  const [anaPage, boPage] = [await browse(ANA), await browse(BO)];
  const faults = [await watchForViolations(anaPage), await watchForViolations(boPage)];
  const ana = await new ToolPage(anaPage).open(server.direct, task);
  const bo = await new ToolPage(boPage).open(server.direct, task);
  const markup = `<script>window.ran = true; alert(1)</script><img src="/nothing" onerror="window.ran = true; alert(1)">`;
  const links = 'javascript:alert(1) JAVASCRIPT://x/%0aalert(1) data:text/html,x https://bank.example@evil.example/';
  const turned = '\u202Egnp.exe\u202C \u2066https://example.org/\u202Egnp.exe';
  const text = `${markup}\n${links}\n${turned}\nSee https://example.org/a?b=1.`;
  await bo.openIssues();
  await bo.button('New issue').first().click();
  await comment(bo).fill(text);
  await bo.button('Create issue').click();
  await ana.openIssues();
  await unfold(ana.issue('window.ran'));
  for (const tool of [ana, bo]) {
    const thread = tool.issue('window.ran');
    await expect(thread.locator('p').first()).toHaveText(text);
    await expect(thread.locator('img, script')).toHaveCount(0);
    // Only the two web addresses are links.
    const hrefs = await thread.locator('a').evaluateAll((found) => found.map((link) => link.getAttribute('href')));
    expect(hrefs).toEqual(['https://example.org/', 'https://example.org/a?b=1']);
    const link = thread.locator('a').last();
    await expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow');
    await expect(link).toHaveAttribute('target', '_blank');
    await expect(thread.locator('p').first()).toHaveCSS('unicode-bidi', 'isolate');
  }
  // The finish dialog shows the issue too.
  await ana.button(/^Submit/).click();
  await expect(ana.page.getByRole('dialog').getByText('window.ran')).toBeVisible();
  for (const found of faults) expect(await found()).toEqual([]);
});

test('F55 F93 F94 F97 a task’s admin changes its review settings and tags; others can only read them', async ({
  server,
  browse,
}) => {
  const task = await server.makeTask();
  const ada = await browse(ADA);
  await ada.goto(`${server.direct}/tasks/${task.id}/settings`);
  await ada.getByRole('checkbox', { name: 'Review is strict' }).press('Space');
  await expect(ada.getByRole('checkbox', { name: 'Review is strict' })).not.toBeChecked();
  await expect(ada.getByRole('radio', { name: /^Required classes/ })).toBeChecked();
  await ada.getByRole('radio', { name: /every issue resolved/ }).click();
  await expect(ada.getByRole('radio', { name: /every issue resolved/ })).toBeChecked();
  await ada.getByRole('switch', { name: 'Consensus' }).press('Space');
  await expect(ada.getByRole('switch', { name: 'Consensus' })).toBeChecked();

  const name = ada.getByLabel('Name of a new tag');
  for (const tag of ['Blurry', 'Wrong class']) {
    await name.fill(tag);
    await name.press('Enter');
    await expect(ada.getByLabel(`Name of the tag ${tag}`)).toBeVisible();
  }
  await name.fill('blurry');
  await expect(ada.getByText('A tag with this name already exists')).toBeVisible();
  await name.fill('');
  await ada.getByLabel('Name of the tag Blurry').fill('Out of focus');
  await ada.getByLabel('Name of the tag Blurry').press('Enter');
  await expect(ada.getByLabel('Name of the tag Out of focus')).toBeVisible();
  await ada.getByRole('button', { name: 'Move Wrong class up' }).click();
  await expect(ada.getByRole('button', { name: 'Move Wrong class up' })).toBeDisabled();
  await ada.getByRole('button', { name: /^Colour of Wrong class/ }).click();
  await ada.getByRole('menuitemradio', { name: 'Purple' }).click();
  await expect(ada.getByRole('button', { name: 'Colour of Wrong class: Purple' })).toBeVisible();

  const asIris = await server.signIn(IRIS);
  const settings = (await asIris.get(`/api/v1/tasks/${task.id}`)) as Record<string, unknown>;
  expect(settings).toMatchObject({
    workflow: { reviews: [{ strict: false, percent: 100 }], acceptance: true },
    finish_requires: 'resolved_issues',
    consensus: true,
    issue_tags: [
      { id: 'wrong-class', name: 'Wrong class', color: '#7d5ba6' },
      { id: 'blurry', name: 'Out of focus' },
    ],
  });
  await ada.getByRole('button', { name: 'Remove the tag Wrong class' }).click();
  await expect(ada.getByLabel('Name of the tag Wrong class')).toHaveCount(0);

  // Other members see the settings, and cannot change them.
  const bo = await browse(BO);
  await bo.goto(`${server.direct}/tasks/${task.id}/settings`);
  await expect(bo.getByRole('switch', { name: 'Consensus' })).toBeChecked();
  await expect(bo.getByRole('switch', { name: 'Consensus' })).toBeDisabled();
  await expect(bo.getByRole('radio', { name: /every issue resolved/ })).toBeDisabled();
  await expect(bo.getByText('Out of focus')).toBeVisible();
  await expect(bo.getByLabel('Name of a new tag')).toHaveCount(0);
  const asBo = await server.signIn(BO);
  expect(await asBo.status('PATCH', `/api/v1/tasks/${task.id}`, { consensus: false })).toBe(403);
});
