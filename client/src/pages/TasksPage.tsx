// My Tasks: what I have to do and what I have done, by the stage I work at.
import { Button, HoverCard, SegmentedControl, Skeleton } from '@mantine/core';
import { IconChecks, IconInbox, IconMail } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { PersonWithEmail, TaskCard } from '../protocol/types';
import { Delayed } from '../ui/Delayed';
import { PersonAvatar } from '../ui/PersonAvatar';
import { StageBar } from '../ui/StageBar';
import { EmptyState } from '../ui/States';
import { ROLE_LABEL, WORK_LABEL } from '../ui/stages';
import { QueryError } from './data/QueryError';
import { tasksQuery } from './data/tasks';
import { type Group, groupTasks, type TasksView } from './group-tasks';
import classes from './TasksPage.module.css';

export function TasksPage({ view }: { view: TasksView }) {
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
      </header>
      {tasks.isPending && <TasksSkeleton />}
      {tasks.isError && <QueryError error={tasks.error} what="Your tasks" onRetry={() => void tasks.refetch()} />}
      {tasks.isSuccess && groups.length === 0 && <NoTasks view={view} any={tasks.data.length > 0} />}
      {groups.map((group) => (
        <section key={group.key} className={classes.group} aria-labelledby={`group-${group.key}`}>
          <h2 className={classes.heading} id={`group-${group.key}`}>
            {group.title} <span className="tnum">{group.tasks.length}</span>
          </h2>
          <ul className={classes.list}>
            {group.tasks.map(({ task, count }) => (
              <li key={task.id}>
                <Card task={task} stage={group.key} count={count} done={view === 'done'} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Card({ task, stage, count, done }: { task: TaskCard; stage: Group['key']; count: number; done: boolean }) {
  const roles = task.roles.map((role) => ROLE_LABEL[role].toLowerCase()).join(', ');
  return (
    <article className={classes.card}>
      <div className={classes.name}>
        <Link to="/tasks/$taskId" params={{ taskId: task.id }} className={`${classes.open} truncate`}>
          {task.name}
        </Link>
        <span className={`${classes.meta} truncate`}>
          <span className="tnum">{task.total}</span> {task.total === 1 ? 'item' : 'items'}
          {roles && ` · you are ${roles}`}
        </span>
      </div>
      <div className={classes.progress}>
        <StageBar counts={task.stages} legend />
      </div>
      <div className={classes.people}>
        {task.admins.slice(0, 3).map((admin) => (
          <Contact key={admin.id} person={admin} />
        ))}
        {task.admins.length > 3 && <span className="dim">+{task.admins.length - 3}</span>}
      </div>
      <div className={classes.action}>
        {stage === 'manage' || done ? (
          <Button
            variant="default"
            renderRoot={(props) => <Link to="/tasks/$taskId" params={{ taskId: task.id }} {...props} />}
          >
            Open
          </Button>
        ) : (
          <Button
            rightSection={<span className={`${classes.count} tnum`}>{count}</span>}
            renderRoot={(props) => (
              <Link to="/tasks/$taskId" params={{ taskId: task.id }} search={{ stage }} {...props} />
            )}
          >
            {WORK_LABEL[stage]}
          </Button>
        )}
      </div>
    </article>
  );
}

/** An administrator of the task, with the way to reach them. */
function Contact({ person }: { person: PersonWithEmail }) {
  return (
    <HoverCard openDelay={200} shadow="md" position="top" withinPortal>
      <HoverCard.Target>
        <a href={`mailto:${person.email}`} className={classes.contact} aria-label={`Write to ${person.name}, admin`}>
          <PersonAvatar person={person} size={24} tooltip={false} />
        </a>
      </HoverCard.Target>
      <HoverCard.Dropdown className={classes.contactCard}>
        <PersonAvatar person={person} size={32} tooltip={false} />
        <div>
          <b>{person.name}</b> <span className="dim">· admin of this task</span>
          <div className={classes.mail}>
            <IconMail size={13} aria-hidden /> {person.email}
          </div>
        </div>
      </HoverCard.Dropdown>
    </HoverCard>
  );
}

function NoTasks({ view, any }: { view: TasksView; any: boolean }) {
  if (view === 'done') {
    return (
      <EmptyState icon={<IconChecks size={26} stroke={1.6} />} title="Nothing done yet">
        A task moves here when none of its items waits for you.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={any ? <IconChecks size={26} stroke={1.6} /> : <IconInbox size={26} stroke={1.6} />}
      title={any ? 'All done' : 'No task yet'}
    >
      {any
        ? 'No item waits for you. What comes back shows up here.'
        : 'A task shows up here once its admin gives you a role in it.'}
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
