// The audit log of one task, for its admins.
import { IconShieldLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Me } from '../../protocol/types';
import { EmptyState } from '../../ui/States';
import { canManage } from '../queries/permissions';
import { membersQuery, taskQuery } from '../queries/tasks';
import { AuditLog } from './AuditLog';
import type { AuditSearch } from './audit-search';

export function AuditTab({ taskId, search, me }: { taskId: string; search: AuditSearch; me: Me }) {
  const navigate = useNavigate();
  const task = useQuery(taskQuery(taskId));
  const members = useQuery(membersQuery(taskId));
  if (task.data && !canManage(task.data, me)) {
    return (
      <EmptyState icon={<IconShieldLock size={26} stroke={1.6} />} title="Task admins only">
        Only admins of this task can read its audit log. Ask one of them if you need information from it.
      </EmptyState>
    );
  }
  return (
    <AuditLog
      taskId={taskId}
      search={search}
      onChange={(next) =>
        void navigate({ to: '/tasks/$taskId/audit', params: { taskId }, search: next, replace: true })
      }
      people={members.data?.map((member) => member.person) ?? []}
    />
  );
}
