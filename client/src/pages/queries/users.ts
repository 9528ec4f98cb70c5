// The users of the server, for its administrators.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../protocol/api';

export const usersQuery = queryOptions({ queryKey: ['users'], queryFn: api.users });

export function useCreateUser() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: api.createUser,
    onSuccess: () => queries.invalidateQueries({ queryKey: usersQuery.queryKey }),
  });
}

export interface UserChange {
  user: string;
  name?: string;
  disabled?: boolean;
  is_admin?: boolean;
  password?: string;
}

export function useChangeUser() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ user, ...change }: UserChange) => api.changeUser(user, change),
    onSettled: () => queries.invalidateQueries({ queryKey: usersQuery.queryKey }),
  });
}
