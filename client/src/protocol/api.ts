/** The HTTP API: one typed function a route. Every failure is an {@link ApiError}. */

import type {
  ApiErrorBody,
  AuditPage,
  ErrorCode,
  ImportStatus,
  Item,
  ItemPage,
  ItemQuery,
  Me,
  Member,
  Neighbours,
  Task,
  TaskCard,
  Token,
  User,
} from './http';
import type { Anchor, Issue, IssueKind, IssueState } from './issues';
import type { Label } from './labels';
import type { Move, Role, Stage } from './people';

/** `offline`: no answer came at all. */
export type ApiErrorCode = ErrorCode | 'offline';

export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly status: number;
  readonly field: string | undefined;
  readonly errorId: string | undefined;

  constructor(status: number, body: Omit<ApiErrorBody, 'code'> & { readonly code: ApiErrorCode }) {
    super(body.message);
    this.name = 'ApiError';
    this.code = body.code;
    this.status = status;
    this.field = body.field;
    this.errorId = body.error_id;
  }
}

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  429: 'too_fast',
  503: 'unavailable',
};

async function errorOf(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => '');
  try {
    const body: unknown = JSON.parse(text);
    if (body !== null && typeof body === 'object' && 'code' in body && 'message' in body) {
      return new ApiError(response.status, body as ApiErrorBody);
    }
  } catch {
    // Not ours: a proxy in between answered.
  }
  const message = `The server answered ${response.status}. Try again in a moment.`;
  return new ApiError(response.status, { code: CODE_OF_STATUS[response.status] ?? 'internal', message });
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

function withQuery(path: string, query: Query | undefined): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(key, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

async function send(method: string, path: string, body?: BodyInit, type?: string): Promise<Response> {
  const headers = type === undefined ? undefined : { 'content-type': type };
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, { method, body, headers, credentials: 'same-origin' });
  } catch {
    throw new ApiError(0, {
      code: 'offline',
      message: 'The server cannot be reached. Check the network and try again.',
    });
  }
  if (!response.ok) throw await errorOf(response);
  return response;
}

async function read<T>(path: string, query?: Query): Promise<T> {
  return (await send('GET', withQuery(path, query))).json() as Promise<T>;
}

async function write<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const json = body === undefined ? undefined : JSON.stringify(body);
  const response = await send(method, path, json, json === undefined ? undefined : 'application/json');
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

const id = encodeURIComponent;

export const api = {
  signIn: (email: string, password: string) => write<Me>('POST', '/auth/sign-in', { email, password }),
  signOut: () => write<void>('POST', '/auth/sign-out'),

  me: () => read<Me>('/me'),
  saveSettings: (settings: Readonly<Record<string, unknown>>) => write<void>('PUT', '/me/settings', settings),
  tokens: () => read<readonly Token[]>('/me/tokens'),
  createToken: (name: string) => write<Token & { readonly token: string }>('POST', '/me/tokens', { name }),
  deleteToken: (token: string) => write<void>('DELETE', `/me/tokens/${id(token)}`),

  users: () => read<readonly User[]>('/users'),
  createUser: (user: { email: string; name: string; password: string; is_admin: boolean }) =>
    write<User>('POST', '/users', user),
  changeUser: (user: string, change: { name?: string; disabled?: boolean; is_admin?: boolean; password?: string }) =>
    write<User>('PATCH', `/users/${id(user)}`, change),

  tasks: () => read<readonly TaskCard[]>('/tasks'),
  task: (task: string) => read<Task>(`/tasks/${id(task)}`),
  changeTask: (task: string, change: { name?: string; editor_lock?: boolean }) =>
    write<Task>('PATCH', `/tasks/${id(task)}`, change),
  members: (task: string) => read<readonly Member[]>(`/tasks/${id(task)}/members`),
  setRoles: (task: string, user: string, roles: readonly Role[]) =>
    write<void>('PUT', `/tasks/${id(task)}/members/${id(user)}`, { roles }),
  items: (task: string, query: ItemQuery = {}) => read<ItemPage>(`/tasks/${id(task)}/items`, { ...query }),
  audit: (task: string, after?: string) => read<AuditPage>(`/tasks/${id(task)}/audit`, { after }),
  /** For an `EventSource`: events `ready`, `lock`, `item`, `task`. */
  taskEventsUrl: (task: string) => `/api/v1/tasks/${id(task)}/events`,
  exportCocoUrl: (task: string, accepted = true) => `/api/v1/tasks/${id(task)}/export/coco?accepted=${accepted}`,

  item: (item: string) => read<Item>(`/items/${id(item)}`),
  labels: (item: string) => read<Readonly<Record<string, Label>>>(`/items/${id(item)}/labels`),
  neighbours: (item: string, stage?: Stage) => read<Neighbours>(`/items/${id(item)}/neighbours`, { stage }),
  ticket: (item: string) => write<{ ticket: string; expires_in: number }>('POST', `/items/${id(item)}/ticket`),
  issues: (item: string) => read<readonly Issue[]>(`/items/${id(item)}/issues`),
  createIssue: (item: string, issue: { kind: IssueKind; anchor?: Anchor; text: string }) =>
    write<{ readonly id: string }>('POST', `/items/${id(item)}/issues`, issue),
  comment: (item: string, issue: string, text: string) =>
    write<{ readonly id: string }>('POST', `/items/${id(item)}/issues/${id(issue)}/comments`, { text }),
  setIssueState: (item: string, issue: string, state: IssueState) =>
    write<void>('PUT', `/items/${id(item)}/issues/${id(issue)}/state`, { state }),
  deleteIssue: (item: string, issue: string) => write<void>('DELETE', `/items/${id(item)}/issues/${id(issue)}`),
  finish: (item: string, move: Move) => write<{ readonly stage: Stage }>('POST', `/items/${id(item)}/finish`, { move }),
  unlock: (item: string, reason?: string) => write<void>('POST', `/items/${id(item)}/unlock`, { reason }),

  importCoco: async (form: FormData) =>
    (await send('POST', '/imports/coco', form)).json() as Promise<{ readonly id: string }>,
  importStatus: (run: string) => read<ImportStatus>(`/imports/${id(run)}`),
} as const;
