// Failures in the reader's words: what happened, what was kept, what to do.
import { ApiError } from '../../protocol/api';

export interface Described {
  title: string;
  detail: string;
  errorId?: string;
}

export function isApiError(error: unknown, code?: ApiError['code']): error is ApiError {
  return error instanceof ApiError && (code === undefined || error.code === code);
}

/** What the server says of one field of a form, to be shown at that field. */
export function fieldError(error: unknown, field: string): string | undefined {
  return error instanceof ApiError && error.field === field ? error.message : undefined;
}

/** `what` is the thing that was asked for, as the start of a sentence: "Your tasks". */
export function describeError(error: unknown, what = 'This page'): Described {
  if (!(error instanceof ApiError)) {
    return {
      title: `${what} could not be shown.`,
      detail: 'Something broke in this page itself. Nothing was changed on the server. Reload to go on.',
    };
  }
  const id = error.errorId === undefined ? {} : { errorId: error.errorId };
  switch (error.code) {
    case 'offline':
      return {
        title: 'No connection to the server.',
        detail: 'Check the network and try again. What was saved is safe, and unsent edits are kept in this browser.',
      };
    case 'unavailable':
      return {
        title: 'The server cannot reach its database.',
        detail: 'Nothing is lost, and nothing can be saved just now. It goes on by itself; try again in a moment.',
        ...id,
      };
    case 'not_found':
      return {
        title: `${what} is not here.`,
        detail: 'It does not exist, or you have no role in its task. Ask the task’s admin if you should.',
      };
    case 'forbidden':
      return { title: 'Your role does not allow this.', detail: error.message };
    case 'too_fast':
      return { title: 'Too many tries.', detail: error.message || 'Wait a minute and try again.' };
    case 'internal':
      return {
        title: `${what} could not be loaded.`,
        detail: 'The server made a mistake and has noted it. Nothing of yours was changed. Try again.',
        ...id,
      };
    case 'unauthenticated':
    case 'invalid':
    case 'origin':
    case 'conflict':
    case 'not_ready':
    case 'wrong_stage':
    case 'locked':
    case 'too_large':
      return { title: 'That did not work.', detail: error.message, ...id };
  }
}
