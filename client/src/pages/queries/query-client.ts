// The cache of server responses and its retry policy.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isApiError } from './errors';
import { meQuery } from './session';

/** Returns whether a retry can succeed. Other errors are shown to the user. */
function isTemporary(error: unknown): boolean {
  return isApiError(error, 'offline') || isApiError(error, 'unavailable');
}

export function createQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    // The session has ended. The router's guard redirects to the sign-in page once the cached user is gone.
    if (isApiError(error, 'unauthenticated') && queries.getQueryData(meQuery.queryKey)) {
      queries.removeQueries({ queryKey: meQuery.queryKey });
      for (const listener of signedOutListeners) listener();
    }
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (count, error) => count < 2 && isTemporary(error),
      },
    },
  });
  return queries;
}

const signedOutListeners = new Set<() => void>();

/** Calls `listener` when the server says that the session has ended. Returns a function that removes the listener. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}
