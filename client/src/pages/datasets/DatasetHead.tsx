// The header of a dataset: its name, size and tasks, and its actions.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Dataset } from '../../protocol/types';
import { PageCrumbs } from '../../ui/PageCrumbs';
import classes from './DatasetPage.module.css';

export function DatasetHead({ dataset, children }: { dataset: Dataset; children: ReactNode }) {
  const { name, media, accepted, tasks } = dataset;
  return (
    <header className={classes.head}>
      <div className={classes.names}>
        <PageCrumbs name={name} list={<Link to="/datasets">Datasets</Link>} />
        <p className={`${classes.facts} truncate`}>
          <span className="tnum">{media.toLocaleString()}</span> {media === 1 ? 'image' : 'images'} ·{' '}
          <span className="tnum">{accepted.toLocaleString()}</span> accepted
          {tasks.map((task, index) => (
            <span key={task.id}>
              {index === 0 ? ' · ' : ', '}
              <Link to="/tasks/$taskId" params={{ taskId: task.id }}>
                {task.name}
              </Link>
            </span>
          ))}
        </p>
      </div>
      <div className={classes.actions}>{children}</div>
    </header>
  );
}
