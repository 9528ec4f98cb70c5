// The audit log of one task, for whoever manages it.
import { IconShieldLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Me } from '../../protocol/types';
import { EmptyState } from '../../ui/States';
import { membersQuery, taskQuery } from '../data/tasks';
import { canManage } from '../task/may';
import { AuditLog } from './AuditLog';
import type { AuditSearch } from './audit-search';

export function AuditTab({ taskId, search, me }: { taskId: string; search: AuditSearch; me: Me }) {
  const navigate = useNavigate();
  const task = useQuery(taskQuery(taskId));
  const members = useQuery(membersQuery(taskId));
  if (task.data && !canManage(task.data, me)) {
    return (
      <EmptyState icon={<IconShieldLock size={26} stroke={1.6} />} title="For administrators of this task">
        The log of a task is read by its admins. Ask one of them for what you need to know.
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
