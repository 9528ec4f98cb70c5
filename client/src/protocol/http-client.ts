/** The way to the server over HTTP. Every failure is an {@link ApiError}. */

import createClient from 'openapi-fetch';
import type { ApiErrorBody, ErrorCode } from './http';
import type { Routes } from './schema';

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

export function errorOf(status: number, body: unknown): ApiError {
  if (body !== null && typeof body === 'object' && 'code' in body && 'message' in body) {
    return new ApiError(status, body as ApiErrorBody);
  }
  // Not ours: a proxy in between answered.
  const message = `The server answered ${status}. Try again in a moment.`;
  return new ApiError(status, { code: CODE_OF_STATUS[status] ?? 'internal', message });
}

/** No answer came. */
export function offline(message = 'The server cannot be reached. Check the network and try again.'): ApiError {
  return new ApiError(0, { code: 'offline', message });
}

export const client = createClient<Routes>({ credentials: 'same-origin' });

interface Answer {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** The body of a good answer, as its alias names it; all else is thrown. */
export async function ok<T>(request: Promise<Answer>): Promise<T> {
  let answer: Answer;
  try {
    answer = await request;
  } catch {
    throw offline();
  }
  if (!answer.response.ok) throw errorOf(answer.response.status, answer.error);
  return answer.data as T;
}

/** Where a route's path has names. */
export const at = <P>(path: P) => ({ params: { path } });

/** Values within an address that the browser opens by itself. */
export const segment = encodeURIComponent;
