// Shows its children to server administrators and an explanation to everyone else. The server enforces access.
import { IconShieldLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Me } from '../../protocol/types';
import { EmptyState } from '../../ui/States';

export function AdminOnly({ me, children }: { me: Me; children: ReactNode }) {
  if (me.is_admin) return children;
  return (
    <EmptyState icon={<IconShieldLock size={26} stroke={1.6} />} title="Server administrators only">
      You do not have access to this page. Ask an administrator if you need it.
    </EmptyState>
  );
}
