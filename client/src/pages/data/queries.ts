// The cache of what the server said, and when it is asked again.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isApiError } from './errors';
import { meQuery } from './session';

/** Faults that another try may cure by itself; everything else is the person's to read. */
function passes(error: unknown): boolean {
  return isApiError(error, 'offline') || isApiError(error, 'unavailable');
}

export function createQueries(): QueryClient {
  const onError = (error: unknown) => {
    // The sign-in ended: the router's guard sends to the sign-in page once it is known that nobody is signed in.
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
        retry: (count, error) => count < 2 && passes(error),
      },
    },
  });
  return queries;
}

const signedOutListeners = new Set<() => void>();

/** Calls `listener` when the server says that the sign-in has ended; returns what ends that. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}
