// A task in My Tasks: its progress, what was sent back to me, its admins, and the button that opens the right list (F3).
import { Button, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconRefresh } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Me, TaskCard as Task } from '../../protocol/types';
import { itemCount } from '../../ui/item-text';
import { StageBar } from '../../ui/StageBar';
import { ROLE_LABEL, WORK_LABEL } from '../../ui/stages';
import { StateBadge } from '../setup/StateBadge';
import { AdminContact } from './AdminContact';
import { type Group, resubmittedFilter, returnedToMeFilter, stageFilter } from './group-tasks';
import classes from './TaskCard.module.css';

const SHOWN_ADMINS = 3;

interface Props {
  task: Task;
  group: Group['key'];
  /** The number of items waiting in the group. */
  count: number;
  me: Me;
}

export function TaskCard({ task, group, count, me }: Props) {
  const roles = task.roles.map((role) => ROLE_LABEL[role].toLowerCase()).join(', ');
  const here = { taskId: task.id };
  const working = task.state === 'open' && count > 0 && group !== 'manage';
  return (
    <article className={classes.card}>
      <div className={classes.name}>
        <span className={classes.titled}>
          <Link to="/tasks/$taskId" params={here} className={`${classes.open} truncate`}>
            {task.name}
          </Link>
          <span className={classes.badge}>
            <StateBadge state={task.state} />
          </span>
        </span>
        <span className={`${classes.meta} truncate`}>
          <span className="tnum">{itemCount(task.total)}</span>
          {roles && ` · your role: ${roles}`}
        </span>
      </div>
      <div className={classes.progress}>
        <StageBar counts={task.stages} legend />
      </div>
      <div className={classes.comes}>
        {task.rejected_to_me > 0 && (
          <Tooltip label="Sent back to you and not yet resubmitted">
            <Link
              to="/tasks/$taskId"
              params={here}
              search={returnedToMeFilter(me.id)}
              className={classes.back}
              aria-label={`${task.rejected_to_me} rejected, assigned to you in ${task.name}`}
            >
              <IconArrowBackUp size={14} stroke={2} aria-hidden />
              <span className="tnum">{task.rejected_to_me}</span> rejected
            </Link>
          </Tooltip>
        )}
        {task.to_review_again > 0 && (
          <Tooltip label="Resubmitted after you sent them back">
            <Link
              to="/tasks/$taskId"
              params={here}
              search={resubmittedFilter(me.id)}
              className={classes.back}
              data-again
              aria-label={`${task.to_review_again} to re-review in ${task.name}`}
            >
              <IconRefresh size={14} stroke={2} aria-hidden />
              <span className="tnum">{task.to_review_again}</span> to re-review
            </Link>
          </Tooltip>
        )}
      </div>
      <ul className={classes.people} aria-label="Admins">
        {task.admins.slice(0, SHOWN_ADMINS).map((admin) => (
          <li key={admin.id}>
            <AdminContact person={admin} />
          </li>
        ))}
        {task.admins.length > SHOWN_ADMINS && <li className="dim">+{task.admins.length - SHOWN_ADMINS}</li>}
      </ul>
      <div className={classes.action}>
        {working ? (
          <Button
            rightSection={<span className={`${classes.count} tnum`}>{count}</span>}
            aria-label={`${WORK_LABEL[group]} ${count}: ${itemCount(count)} in ${task.name}`}
            renderRoot={(props) => (
              <Link to="/tasks/$taskId" params={here} search={stageFilter(task, group, me.id)} {...props} />
            )}
          >
            {`${WORK_LABEL[group]} `}
          </Button>
        ) : (
          <Button
            variant="default"
            aria-label={task.state === 'draft' ? `Set up ${task.name}` : `Open ${task.name}`}
            renderRoot={(props) => (
              <Link
                to={task.state === 'draft' ? '/tasks/$taskId/settings' : '/tasks/$taskId'}
                params={here}
                {...props}
              />
            )}
          >
            {task.state === 'draft' ? 'Set up' : 'Open'}
          </Button>
        )}
      </div>
    </article>
  );
}
