// Lets administrators of the server in and tells everyone else why not; the server decides in any case.
import { IconShieldLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Me } from '../../protocol/types';
import { EmptyState } from '../../ui/States';

export function AdminOnly({ me, children }: { me: Me; children: ReactNode }) {
  if (me.is_admin) return children;
  return (
    <EmptyState icon={<IconShieldLock size={26} stroke={1.6} />} title="For administrators of this server">
      Your account has no right to this page. Ask an administrator if it should.
    </EmptyState>
  );
}
