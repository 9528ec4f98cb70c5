// The signed-in user, signing in and out, and changing the password.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../protocol/api';

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: api.me, staleTime: 5 * 60_000 });

export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) => api.signIn(email, password),
    onSuccess: (me) => {
      // Removes everything that belongs to a previous user.
      queries.clear();
      queries.setQueryData(meQuery.queryKey, me);
    },
  });
}

export function useSignOut(onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: api.signOut,
    onSettled: () => {
      queries.clear();
      onDone();
    },
  });
}

export function useChangePassword() {
  return useMutation({
    mutationFn: ({ current, next }: { current: string; next: string }) => api.changePassword(current, next),
  });
}
