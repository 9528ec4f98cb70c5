/** The real server for browser tests: the binary with its own database, users, and tasks made through the command line; and
 * a relay in front of it whose connections a test can cut.
 *
 * `COUNTERSIGN_BIN` names the binary; otherwise the newer of `target/release` and `target/debug`. With
 * `TEST_DATABASE_URL` the database is created in that cluster, otherwise the server uses its built-in one. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, type BrowserContextOptions, test as base, chromium, type Page } from '@playwright/test';
import playwrightConfig from '../playwright.config';
import { freePort } from './free-port';
import { makePng } from './png';

const PASSWORD = 'correct horse battery';

export interface TestUser {
  readonly email: string;
  readonly name: string;
}

export const ANA: TestUser = { email: 'ana@example.org', name: 'Ana Arias' };
export const BO: TestUser = { email: 'bo@example.org', name: 'Bo Berg' };
export const IRIS: TestUser = { email: 'iris@example.org', name: 'Iris Ito' };
/** Site admin, and admin of each task. */
export const ADA: TestUser = { email: 'ada@example.org', name: 'Ada Adler' };
const PEOPLE = [ANA, BO, IRIS, ADA];

export const IMAGE_SIZE = { width: 640, height: 480 };

function binary(): string {
  const named = process.env.COUNTERSIGN_BIN;
  if (named !== undefined) return named;
  const built = ['release', 'debug']
    .map((profile) => resolve(import.meta.dirname, '../../target', profile, 'countersign'))
    .filter((path) => existsSync(path))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (built[0] === undefined) throw new Error('no server binary: run `make build`, or set COUNTERSIGN_BIN');
  return built[0];
}

/** A relay to the server that can cut its connections and refuse new ones. */
export class Relay {
  readonly #target: number;
  readonly #open = new Set<Socket>();
  readonly #server: Server;
  #down = false;
  port = 0;

  constructor(target: number) {
    this.#target = target;
    this.#server = createServer((from) => {
      if (this.#down) {
        from.destroy();
        return;
      }
      const to = connect(this.#target, '127.0.0.1');
      for (const [one, other] of [
        [from, to],
        [to, from],
      ] as const) {
        this.#open.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#open.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    this.port = (this.#server.address() as AddressInfo).port;
  }

  /** Cuts all connections at once, and refuses new ones. */
  cut(): void {
    this.#down = true;
    for (const socket of this.#open) socket.destroy();
  }

  restore(): void {
    this.#down = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((done) => this.#server.close(done));
  }
}

export interface MadeTask {
  readonly id: string;
  readonly items: readonly string[];
}

/** A COCO category; `countersign` holds what COCO cannot express. Its class has the id `coco-<id>`. */
export interface Category {
  readonly id: number;
  readonly name: string;
  readonly countersign?: {
    readonly required?: boolean;
    readonly shapes?: readonly string[];
    readonly attributes?: readonly unknown[];
  };
}

const CATEGORIES: readonly Category[] = [
  { id: 1, name: 'car' },
  { id: 2, name: 'person' },
];

interface TaskOptions {
  readonly stage?: 'annotate' | 'review' | 'acceptance';
  readonly items?: number;
  readonly labels?: number;
  readonly categories?: readonly Category[];
  /** The number of categories that the labels have in turn; only the first if left out. */
  readonly classes?: number;
}

export class Countersign {
  readonly #folder = mkdtempSync(join(tmpdir(), 'countersign-browser-'));
  readonly #port: number;
  readonly #env: NodeJS.ProcessEnv;
  readonly #signedIn = new Map<string, Api>();
  #process: ChildProcess | null = null;
  #tasks = 0;

  constructor(port: number, settings: NodeJS.ProcessEnv = {}) {
    this.#port = port;
    // The built-in database can run as another user, who needs access to the folder.
    chmodSync(this.#folder, 0o755);
    this.#env = { ...process.env, ...settings, COUNTERSIGN_DATA_DIR: join(this.#folder, 'data') };
    delete this.#env.DATABASE_URL;
    const cluster = process.env.TEST_DATABASE_URL;
    if (cluster !== undefined) {
      const name = `browser_${process.pid}_${port}`;
      execFileSync('psql', [cluster, '-qc', `CREATE DATABASE ${name}`]);
      const url = new URL(cluster);
      url.pathname = `/${name}`;
      this.#env.DATABASE_URL = url.href;
    }
  }

  /** The address of the server itself. */
  get direct(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The same server under another name, which the browser reaches through the relay. */
  get throughRelay(): string {
    return `http://localhost:${this.#port}`;
  }

  async start(): Promise<void> {
    const log = openSync(join(this.#folder, 'server.log'), 'a');
    this.#process = spawn(binary(), ['serve', '--listen', `127.0.0.1:${this.#port}`], {
      env: this.#env,
      stdio: ['ignore', log, log],
    });
    for (let waited = 0; ; waited += 100) {
      const ready = await fetch(`${this.direct}/readyz`).then(
        (response) => response.ok,
        () => false,
      );
      if (ready) break;
      if (waited > 60_000 || this.#process.exitCode !== null)
        throw new Error(`the server is not ready:\n${this.log()}`);
      await new Promise((done) => setTimeout(done, 100));
    }
    for (const someone of PEOPLE) this.#addUser(someone, ...(someone === ADA ? ['--admin'] : []));
  }

  log(): string {
    return readFileSync(join(this.#folder, 'server.log'), 'utf8').slice(-4_000);
  }

  async stop(): Promise<void> {
    const running = this.#process;
    if (running !== null && running.exitCode === null) {
      const gone = new Promise((done) => running.once('exit', done));
      running.kill('SIGTERM');
      await gone;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #run(args: readonly string[], input?: string): string {
    return execFileSync(binary(), args, { env: this.#env, input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
  }

  #addUser({ email, name }: TestUser, ...more: string[]): void {
    this.#run(['user', 'add', '--email', email, '--name', name, '--password-stdin', ...more], `${PASSWORD}\n`);
  }

  /** Makes a task of generated images: Ana and Bo annotate, Iris inspects, Ada administers. */
  async makeTask(make: TaskOptions = {}): Promise<MadeTask> {
    const { stage = 'annotate', items = 1, labels = 1, categories = CATEGORIES, classes = 1 } = make;
    const name = `Task ${++this.#tasks}`;
    const folder = join(this.#folder, `task-${this.#tasks}`);
    mkdirSync(folder);
    const { width, height } = IMAGE_SIZE;
    const columns = Math.max(20, Math.ceil(Math.sqrt((labels * 4) / 3)));
    const cell = Math.min(30, Math.floor(600 / columns));
    const images = Array.from({ length: items }, (_, i) => ({ id: i + 1, file_name: `p${i + 1}.png`, width, height }));
    for (const image of images) writeFileSync(join(folder, image.file_name), makePng(width, height, image.id));
    const annotations = images.flatMap((image) =>
      Array.from({ length: labels }, (_, i) => ({
        id: image.id * 10_000 + i,
        image_id: image.id,
        category_id: categories[i % classes]?.id,
        // Rows of boxes from the top, 20 px each; smaller ones when they would not fit.
        bbox: [20 + cell * (i % columns), 20 + cell * Math.floor(i / columns), (cell * 2) / 3, (cell * 2) / 3],
        area: ((cell * 2) / 3) ** 2,
        iscrowd: 0,
        segmentation: [],
      })),
    );
    const file = join(folder, 'instances.json');
    writeFileSync(file, JSON.stringify({ images, annotations, categories }));
    this.#run([
      ...['import', 'coco', '--images', folder, '--annotations', file, '--task', name, '--stage', stage],
      ...['--admin', ADA.email, '--member', `${ANA.email}=annotator`, '--member', `${BO.email}=annotator`],
      ...['--member', `${IRIS.email}=inspector`],
    ]);
    const ada = await this.signIn(ADA);
    const tasks = (await ada.get('/api/v1/tasks')) as { id: string; name: string }[];
    const id = tasks.find((task) => task.name === name)?.id;
    if (id === undefined) throw new Error(`the import made no task:\n${this.log()}`);
    const page = (await ada.get(`/api/v1/tasks/${id}/items`)) as { items: { id: string }[] };
    return { id, items: page.items.map((item) => item.id) };
  }

  /** Returns the HTTP API as one user. The session is reused while it lasts, because sign-ins per minute are limited. */
  async signIn({ email }: TestUser): Promise<Api> {
    const known = this.#signedIn.get(email);
    if ((await known?.status('GET', '/api/v1/me')) === 200 && known !== undefined) return known;
    const response = await fetch(`${this.direct}/api/v1/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.direct },
      body: JSON.stringify({ email, password: PASSWORD }),
    });
    const cookie = response.headers.get('set-cookie')?.split(';')[0];
    if (!response.ok || cookie === undefined) throw new Error(`sign-in: ${response.status}`);
    const api = new Api(this.direct, cookie);
    this.#signedIn.set(email, api);
    return api;
  }

  /** Resets everyone's settings to the defaults. */
  async resetSettings(): Promise<void> {
    for (const someone of PEOPLE) await (await this.signIn(someone)).put('/api/v1/me/settings', {});
  }

  /** Opens a page of one user, signed in with the session of `signIn`, because the form is slow. */
  async browse(context: BrowserContext, someone: TestUser, at = this.direct): Promise<Page> {
    const { cookie } = await this.signIn(someone);
    const end = cookie.indexOf('=');
    await context.addCookies([{ name: cookie.slice(0, end), value: cookie.slice(end + 1), url: at }]);
    return context.newPage();
  }

  /** Opens a page of one user, signed in by the form with a separate session. */
  async browseByForm(context: BrowserContext, { email }: TestUser): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${this.direct}/sign-in`);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    return page;
  }
}

export class Api {
  readonly #base: string;
  /** The cookie of the session, as `name=value`. */
  readonly cookie: string;

  constructor(base: string, cookie: string) {
    this.#base = base;
    this.cookie = cookie;
  }

  async get(path: string): Promise<unknown> {
    const response = await fetch(this.#base + path, { headers: { cookie: this.cookie } });
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  /** Sends a request, and returns the status of the response, also for an error. */
  async status(method: string, path: string, body: unknown = method === 'GET' ? undefined : {}): Promise<number> {
    return (await this.#send(method, path, body)).status;
  }

  async post(path: string, body: unknown): Promise<void> {
    await this.#must('POST', path, body);
  }

  async put(path: string, body: unknown): Promise<void> {
    await this.#must('PUT', path, body);
  }

  #send(method: string, path: string, body: unknown): Promise<Response> {
    return fetch(this.#base + path, {
      method,
      headers: { 'content-type': 'application/json', cookie: this.cookie, origin: this.#base },
      body: JSON.stringify(body),
    });
  }

  async #must(method: string, path: string, body: unknown): Promise<void> {
    const response = await this.#send(method, path, body);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }

  async labels(
    item: string,
  ): Promise<Record<string, { class: string; shape: string; frames: Record<string, unknown> }>> {
    return (await this.get(`/api/v1/items/${item}/labels`)) as never;
  }
}

interface BrowseOptions extends BrowserContextOptions {
  /** The server's address, if it is not the direct one. */
  readonly at?: string;
  /** The path to open at once. */
  readonly path?: string;
  /** Whether to sign in by the form. */
  readonly byForm?: boolean;
}

/** Opens a separate browser context with one user signed in; closed after the test. */
export type Browse = (someone: TestUser, options?: BrowseOptions) => Promise<Page>;

interface TestFixtures {
  readonly browse: Browse;
  readonly freshSettings: undefined;
  readonly logs: undefined;
}

interface WorkerFixtures {
  readonly server: Countersign;
  readonly relay: Relay;
}

/** Each worker has one server; each test makes the tasks it needs. A failed test prints the server's log. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  browse: async ({ server, browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (someone, { at = server.direct, path, byForm = false, ...options } = {}) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      if (byForm) return server.browseByForm(context, someone);
      const page = await server.browse(context, someone, at);
      if (path !== undefined) await page.goto(at + path);
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads the fixtures from the pattern
    async ({}, use) => {
      const server = new Countersign(await freePort());
      try {
        await server.start();
        await use(server);
      } finally {
        await server.stop();
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  relay: [
    async ({ server }, use) => {
      const relay = new Relay(Number(new URL(server.direct).port));
      await relay.listen();
      await use(relay);
      await relay.close();
    },
    { scope: 'worker' },
  ],
  browser: [
    async ({ server, relay }, use) => {
      const { port } = new URL(server.direct);
      const options = playwrightConfig.use?.launchOptions ?? {};
      const map = `--host-resolver-rules=MAP localhost:${port} 127.0.0.1:${relay.port}`;
      const browser = await chromium.launch({ ...options, args: [...(options.args ?? []), map] });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  // Tests share users, so each test starts with default settings.
  freshSettings: [
    async ({ server }, use) => {
      await server.resetSettings();
      await use(undefined);
    },
    { auto: true },
  ],
  logs: [
    async ({ server }, use, info) => {
      await use(undefined);
      if (info.status !== info.expectedStatus) console.info(server.log());
    },
    { auto: true },
  ],
});
