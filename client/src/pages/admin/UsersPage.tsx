import type { Me } from '../../protocol/types';
export function UsersPage({ me: _ }: { me: Me }) {
  return null as Me | null as null;
}
