// The audit log of the whole server, for its administrators.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { usersQuery } from '../queries/users';
import { AuditLog } from './AuditLog';
import classes from './AuditPage.module.css';
import type { AuditSearch } from './audit-search';

export function AuditPage({ search }: { search: AuditSearch }) {
  const navigate = useNavigate();
  const users = useQuery(usersQuery);
  return (
    <div className={classes.page}>
      <title>Audit log · Countersign</title>
      <h1 className={classes.title}>Audit log</h1>
      <div className={classes.log}>
        <AuditLog
          search={search}
          onChange={(next) => void navigate({ to: '/audit', search: next, replace: true })}
          people={users.data ?? []}
        />
      </div>
    </div>
  );
}
