/** The HTTP client. Every failure is an {@link ApiError}. */

import createClient from 'openapi-fetch';
import type { ApiErrorBody, ErrorCode } from './http';
import type { Routes } from './schema';

/** `offline`: the request got no response. */
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

export function toApiError(status: number, body: unknown): ApiError {
  if (body !== null && typeof body === 'object' && 'code' in body && 'message' in body) {
    return new ApiError(status, body as ApiErrorBody);
  }
  // Not an error of the API: a proxy in between answered.
  const message = `The server returned status ${status}. Try again in a moment.`;
  return new ApiError(status, { code: CODE_OF_STATUS[status] ?? 'internal', message });
}

/** Returns the error for a request that got no response. */
export function offlineError(message = 'Cannot reach the server. Check your connection and try again.'): ApiError {
  return new ApiError(0, { code: 'offline', message });
}

export const client = createClient<Routes>({ credentials: 'same-origin' });

interface FetchResult {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** Returns the body of a successful response, typed by the caller; throws an {@link ApiError} otherwise. */
export async function unwrap<T>(request: Promise<FetchResult>): Promise<T> {
  let answer: FetchResult;
  try {
    answer = await request;
  } catch {
    throw offlineError();
  }
  if (!answer.response.ok) throw toApiError(answer.response.status, answer.error);
  return answer.data as T;
}

/** Builds the path parameters of a route. */
export const pathParams = <P>(path: P) => ({ params: { path } });

/** Encodes a value for an address that the browser itself opens. */
export const encodeSegment = encodeURIComponent;
