// My Tasks: the tasks I have to do and those I have done, by the stage I work at.
import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconChecks, IconInbox, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Me } from '../../protocol/types';
import { Delayed } from '../../ui/Delayed';
import { EmptyState } from '../../ui/States';
import { QueryError } from '../queries/QueryError';
import { tasksQuery } from '../queries/tasks';
import { groupTasks, type TasksView } from './group-tasks';
import { TaskCard } from './TaskCard';
import classes from './TasksPage.module.css';

export function TasksPage({ view, me }: { view: TasksView; me: Me }) {
  const tasks = useQuery(tasksQuery);
  const navigate = useNavigate();
  const groups = groupTasks(tasks.data ?? [], view);

  return (
    <div className={classes.page}>
      <title>My tasks · Countersign</title>
      <header className={classes.head}>
        <h1 className={classes.title}>My tasks</h1>
        <SegmentedControl
          aria-label="Which tasks"
          value={view}
          onChange={(show) => void navigate({ to: '/tasks', search: show === 'done' ? { show: 'done' } : {} })}
          data={[
            { value: 'todo', label: 'To do' },
            { value: 'done', label: 'Done' },
          ]}
        />
        {me.is_admin && <NewTaskButton />}
      </header>
      {tasks.isPending && <TasksSkeleton />}
      {tasks.isError && <QueryError error={tasks.error} what="Your tasks" onRetry={() => void tasks.refetch()} />}
      {tasks.isSuccess && groups.length === 0 && <NoTasks view={view} any={tasks.data.length > 0} me={me} />}
      {groups.map((group) => (
        <section key={group.key} className={classes.group} aria-labelledby={`group-${group.key}`}>
          <h2 className={classes.heading} id={`group-${group.key}`}>
            {group.title} <span className="tnum">{group.tasks.length}</span>
          </h2>
          <ul className={classes.list}>
            {group.tasks.map(({ task, count }) => (
              <li key={task.id}>
                <TaskCard task={task} group={group.key} count={count} me={me} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function NewTaskButton() {
  return (
    <Button leftSection={<IconPlus size={14} />} renderRoot={(props) => <Link to="/tasks/new" {...props} />}>
      New task
    </Button>
  );
}

function NoTasks({ view, any, me }: { view: TasksView; any: boolean; me: Me }) {
  if (view === 'done') {
    return (
      <EmptyState icon={<IconChecks size={26} stroke={1.6} />} title="Nothing done yet">
        A task moves here when it has no items waiting for you, or when it is closed.
      </EmptyState>
    );
  }
  if (any) {
    return (
      <EmptyState icon={<IconChecks size={26} stroke={1.6} />} title="All done">
        No items are waiting for you. Items sent back to you appear here.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconInbox size={26} stroke={1.6} />}
      title="No tasks yet"
      action={me.is_admin ? <NewTaskButton /> : undefined}
    >
      {me.is_admin
        ? 'A task brings together images, the classes to label and the people who label them. Create the first one.'
        : 'A task appears here once one of its admins gives you a role in it.'}
    </EmptyState>
  );
}

function TasksSkeleton() {
  return (
    <Delayed label="Loading your tasks">
      <div>
        <Skeleton height={12} width={90} mb={10} mt={22} />
        {[0, 1, 2].map((row) => (
          <Skeleton key={row} height={74} radius="md" mb={8} />
        ))}
      </div>
    </Delayed>
  );
}
