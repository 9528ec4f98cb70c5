// Describes failures for the user: what happened, what was kept and what to do.
import { ApiError } from '../../protocol/api';

export interface Described {
  title: string;
  detail: string;
  errorId?: string;
}

export function isApiError(error: unknown, code?: ApiError['code']): error is ApiError {
  return error instanceof ApiError && (code === undefined || error.code === code);
}

/** Returns the server's error message for one field of a form, if there is one. */
export function fieldError(error: unknown, field: string): string | undefined {
  return error instanceof ApiError && error.field === field ? error.message : undefined;
}

/** Describes an error. `what` names the requested thing at the start of a sentence, such as "Your tasks". */
export function describeError(error: unknown, what = 'This page'): Described {
  if (!(error instanceof ApiError)) {
    return {
      title: `${what} could not be shown.`,
      detail: 'Something went wrong on this page. Nothing was changed on the server. Reload the page to continue.',
    };
  }
  const id = error.errorId === undefined ? {} : { errorId: error.errorId };
  switch (error.code) {
    case 'offline':
      return {
        title: 'No connection to the server.',
        detail: 'Check your network and try again. Saved work is safe, and unsent edits are kept in this browser.',
      };
    case 'unavailable':
      return {
        title: 'The server cannot reach its database.',
        detail:
          'Nothing is lost, but nothing can be saved right now. The server retries automatically. Try again in a moment.',
        ...id,
      };
    case 'not_found':
      return {
        title: `${what} could not be found.`,
        detail: 'It does not exist, or you have no role in its task. Ask an admin of the task if you need access.',
      };
    case 'forbidden':
      return { title: 'Your role does not allow this.', detail: error.message };
    case 'too_fast':
      return { title: 'Too many attempts.', detail: error.message || 'Wait a minute and try again.' };
    case 'internal':
      return {
        title: `${what} could not be loaded.`,
        detail: 'The server had an internal error and logged it. Nothing was changed. Try again.',
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
