// The layout of a task's pages: its name, its progress and its tabs.
import { Skeleton, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import type { Me } from '../../protocol/types';
import { Delayed } from '../../ui/Delayed';
import { PageCrumbs } from '../../ui/PageCrumbs';
import { StageBar } from '../../ui/StageBar';
import { canInspect, canManage } from '../queries/permissions';
import { QueryError } from '../queries/QueryError';
import { useTaskEvents } from '../queries/task-events';
import { taskQuery } from '../queries/tasks';
import { StateBadge } from '../setup/StateBadge';
import classes from './TaskLayout.module.css';
import { StartButton, ViewAllButton } from './WorkButtons';

const TABS = [
  { value: 'data', label: 'Data', to: '/tasks/$taskId', managers: false },
  { value: 'overview', label: 'Overview', to: '/tasks/$taskId/overview', managers: false },
  { value: 'ontology', label: 'Ontology', to: '/tasks/$taskId/ontology', managers: true },
  { value: 'members', label: 'Members', to: '/tasks/$taskId/members', managers: true },
  { value: 'audit', label: 'Audit', to: '/tasks/$taskId/audit', managers: true },
  { value: 'settings', label: 'Settings', to: '/tasks/$taskId/settings', managers: false },
] as const;

export function TaskLayout({ taskId, me }: { taskId: string; me: Me }) {
  const task = useQuery(taskQuery(taskId));
  const { pathname } = useLocation();
  const navigate = useNavigate();
  useTaskEvents(taskId);

  if (task.isError) {
    return <QueryError error={task.error} what="This task" onRetry={() => void task.refetch()} />;
  }
  if (!task.data) {
    return (
      <Delayed label="Loading the task">
        <div className={classes.head}>
          <Skeleton height={14} width={180} mb={14} />
          <Skeleton height={6} mb={16} />
          <Skeleton height={14} width={240} />
        </div>
      </Delayed>
    );
  }

  const active = TABS.find((tab) => tab.value !== 'data' && pathname.endsWith(`/${tab.value}`))?.value ?? 'data';
  const tabs = TABS.filter((tab) => !tab.managers || canManage(task.data, me));
  return (
    <div className={classes.page}>
      <title>{`${task.data.name} · Countersign`}</title>
      <header className={classes.head}>
        <div className={classes.top}>
          <PageCrumbs name={task.data.name} list={<Link to="/tasks">My tasks</Link>}>
            <StateBadge state={task.data.state} />
          </PageCrumbs>
          <div className={classes.bar}>
            <StageBar counts={task.data.stages} />
          </div>
          {canInspect(task.data, me) && <ViewAllButton task={task.data} />}
          <StartButton task={task.data} />
        </div>
        <Tabs
          value={active}
          onChange={(value) => {
            const tab = TABS.find((each) => each.value === value);
            if (tab) void navigate({ to: tab.to, params: { taskId } });
          }}
          classNames={{ list: classes.tabs, tab: classes.tab }}
        >
          <Tabs.List>
            {tabs.map((tab) => (
              <Tabs.Tab key={tab.value} value={tab.value}>
                {tab.label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      </header>
      <div className={classes.body}>
        <Outlet />
      </div>
    </div>
  );
}
