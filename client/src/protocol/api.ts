/** The HTTP API: one typed function a route. Every failure is an {@link ApiError}. */

import createClient from 'openapi-fetch';
import type {
  ApiErrorBody,
  AuditPage,
  ErrorCode,
  ImportStatus,
  Item,
  Me,
  Member,
  Task,
  TaskCard,
  Token,
  User,
} from './http';
import type { Issue, IssueState, NewComment, NewIssue } from './issues';
import type { NotificationPage } from './notifications';
import type { Move, Role } from './people';
import type { JudgeCommand, Judged, RejectItem } from './review';
import type { Schema } from './schema';
import type { paths } from './schema.d';

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
    this.field = body.field ?? undefined;
    this.errorId = body.error_id ?? undefined;
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

function errorOf(response: Response, body: unknown): ApiError {
  if (body !== null && typeof body === 'object' && 'code' in body && 'message' in body) {
    return new ApiError(response.status, body as ApiErrorBody);
  }
  // Not ours: a proxy in between answered.
  const message = `The server answered ${response.status}. Try again in a moment.`;
  return new ApiError(response.status, { code: CODE_OF_STATUS[response.status] ?? 'internal', message });
}

const client = createClient<paths>({ credentials: 'same-origin' });

/** A verdict is on screen already: better taken back than in doubt for minutes. */
const ANSWER_WITHIN_MS = 20_000;

const UNREACHABLE = 'The server cannot be reached. Check the network and try again.';

interface Answer {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** The body of a good answer, as its alias names it; all else is thrown. */
async function ok<T>(request: Promise<Answer>): Promise<T> {
  let answer: Answer;
  try {
    answer = await request;
  } catch {
    throw new ApiError(0, { code: 'offline', message: UNREACHABLE });
  }
  if (!answer.response.ok) throw errorOf(answer.response, answer.error);
  return answer.data as T;
}

/** A route by its path, for what has no function of its own below. */
export async function request<T>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  options: { query?: Readonly<Record<string, unknown>>; body?: unknown; form?: FormData } = {},
): Promise<T> {
  const given = Object.entries(options.query ?? {}).filter(([, value]) => value !== undefined && value !== null);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)] as [string, string])).toString();
  const send = async (): Promise<Answer> => {
    const response = await fetch(query === '' ? path : `${path}?${query}`, {
      method,
      credentials: 'same-origin',
      ...(options.form !== undefined && { body: options.form }),
      ...(options.body !== undefined && {
        body: JSON.stringify(options.body),
        headers: { 'content-type': 'application/json' },
      }),
    });
    const text = await response.text();
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    return response.ok ? { data: json, response } : { error: json, response };
  };
  return ok<T>(send());
}

const at = <P>(path: P) => ({ params: { path } });
const segment = encodeURIComponent;
/** A list that the request may call its own. */
const own = <T>(list: readonly T[] | undefined): T[] | undefined => list && [...list];

export const api = {
  signIn: (email: string, password: string) =>
    ok<Me>(client.POST('/api/v1/auth/sign-in', { body: { email, password } })),
  signOut: () => ok<void>(client.POST('/api/v1/auth/sign-out')),

  me: () => ok<Me>(client.GET('/api/v1/me')),
  saveSettings: (settings: Readonly<Record<string, unknown>>) =>
    // Outlives the page: settings are saved as it goes, too.
    ok<void>(client.PUT('/api/v1/me/settings', { body: settings, keepalive: true })),
  notifications: (query: { after?: string; limit?: number } = {}) =>
    ok<NotificationPage>(client.GET('/api/v1/me/notifications', { params: { query } })),
  /** Without ids: all. */
  readNotifications: (ids?: readonly string[]) =>
    ok<void>(client.POST('/api/v1/me/notifications/read', { body: ids === undefined ? {} : { ids: [...ids] } })),
  /** For an `EventSource`: events `ready`, `notification`, `read`, `resync`. */
  myEventsUrl: '/api/v1/me/events',
  changePassword: (current: string, next: string) =>
    ok<void>(client.PUT('/api/v1/me/password', { body: { current, new: next } })),
  tokens: () => ok<readonly Token[]>(client.GET('/api/v1/me/tokens')),
  createToken: (name: string) => ok<Schema<'CreatedToken'>>(client.POST('/api/v1/me/tokens', { body: { name } })),
  deleteToken: (id: string) => ok<void>(client.DELETE('/api/v1/me/tokens/{id}', at({ id }))),

  users: () => ok<readonly User[]>(client.GET('/api/v1/users')),
  createUser: (body: { email: string; name: string; password: string; is_admin: boolean }) =>
    ok<User>(client.POST('/api/v1/users', { body })),
  changeUser: (id: string, body: { name?: string; disabled?: boolean; is_admin?: boolean; password?: string }) =>
    ok<User>(client.PATCH('/api/v1/users/{id}', { ...at({ id }), body })),

  tasks: () => ok<readonly TaskCard[]>(client.GET('/api/v1/tasks')),
  task: (id: string) => ok<Task>(client.GET('/api/v1/tasks/{id}', at({ id }))),
  members: (id: string) => ok<readonly Member[]>(client.GET('/api/v1/tasks/{id}/members', at({ id }))),
  addMember: (id: string, email: string, roles: readonly Role[]) =>
    ok<Member>(client.POST('/api/v1/tasks/{id}/members', { ...at({ id }), body: { email, roles: [...roles] } })),
  setRoles: (id: string, user_id: string, roles: readonly Role[]) =>
    ok<void>(
      client.PUT('/api/v1/tasks/{id}/members/{user_id}', { ...at({ id, user_id }), body: { roles: [...roles] } }),
    ),
  audit: (id: string, after?: string) =>
    ok<AuditPage>(client.GET('/api/v1/tasks/{id}/audit', { params: { path: { id }, query: { after } } })),
  /** For an `EventSource`: events `ready`, `lock`, `item`, `task`. */
  taskEventsUrl: (task: string) => `/api/v1/tasks/${segment(task)}/events`,
  exportCocoUrl: (task: string, accepted = true) => `/api/v1/tasks/${segment(task)}/export/coco?accepted=${accepted}`,

  item: (id: string) => ok<Item>(client.GET('/api/v1/items/{id}', at({ id }))),
  labels: (id: string) =>
    ok<Readonly<Record<string, Schema<'Label'>>>>(client.GET('/api/v1/items/{id}/labels', at({ id }))),
  ticket: (id: string) => ok<Schema<'Ticket'>>(client.POST('/api/v1/items/{id}/ticket', at({ id }))),
  issues: (id: string) => ok<readonly Issue[]>(client.GET('/api/v1/items/{id}/issues', at({ id }))),
  createIssue: (id: string, body: NewIssue) =>
    ok<Schema<'Created'>>(
      client.POST('/api/v1/items/{id}/issues', {
        ...at({ id }),
        body: { ...body, tags: own(body.tags), mentions: own(body.mentions) },
      }),
    ),
  comment: (id: string, issue: string, body: NewComment) =>
    ok<Schema<'Created'>>(
      client.POST('/api/v1/items/{id}/issues/{issue}/comments', {
        ...at({ id, issue }),
        body: { ...body, mentions: own(body.mentions) },
      }),
    ),
  setIssueState: (id: string, issue: string, state: IssueState) =>
    ok<void>(client.PUT('/api/v1/items/{id}/issues/{issue}/state', { ...at({ id, issue }), body: { state } })),
  deleteIssue: (id: string, issue: string) =>
    ok<void>(client.DELETE('/api/v1/items/{id}/issues/{issue}', at({ id, issue }))),
  finish: (id: string, move: Move) =>
    ok<Schema<'Finished'>>(client.POST('/api/v1/items/{id}/finish', { ...at({ id }), body: { move } })),
  judge: (id: string, command: JudgeCommand) =>
    ok<Judged>(
      client.POST('/api/v1/items/{id}/verdicts', {
        ...at({ id }),
        body: { ...command, labels: [...command.labels], tags: own(command.tags), mentions: own(command.mentions) },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      }),
    ),
  reject: (id: string, body: RejectItem) =>
    ok<Schema<'Finished'>>(
      client.POST('/api/v1/items/{id}/reject', {
        ...at({ id }),
        body: { ...body, tags: own(body.tags), mentions: own(body.mentions) },
      }),
    ),
  unlock: (id: string, reason?: string) =>
    ok<void>(client.POST('/api/v1/items/{id}/unlock', { ...at({ id }), body: { reason } })),

  /** `form` has the fields of the import, text before files. */
  importCoco: (form: FormData) =>
    ok<Schema<'ImportStarted'>>(
      client.POST('/api/v1/imports/coco', { body: form as never, bodySerializer: () => form }),
    ),
  importStatus: (id: string) => ok<ImportStatus>(client.GET('/api/v1/imports/{id}', at({ id }))),
} as const;
