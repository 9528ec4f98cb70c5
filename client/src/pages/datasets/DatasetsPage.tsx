// The datasets one may look at: how many pictures each holds, the tasks that work on it, and how much is accepted.
import { Button, Skeleton } from '@mantine/core';
import { IconDatabase, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Dataset, Me } from '../../protocol/types';
import { Delayed } from '../../ui/Delayed';
import { RelativeTime } from '../../ui/RelativeTime';
import { EmptyState } from '../../ui/States';
import { datasetsQuery } from '../data/datasets';
import { QueryError } from '../data/QueryError';
import page from '../Page.module.css';
import classes from './DatasetsPage.module.css';
import { NewDatasetDialog } from './NewDatasetDialog';

/** Task names in one row; the others are counted. */
const NAMED = 3;

export function DatasetsPage({ me }: { me: Me }) {
  const datasets = useQuery(datasetsQuery);
  const [adding, setAdding] = useState(false);
  return (
    <div className={page.page}>
      <title>Datasets · Countersign</title>
      <header className={page.head}>
        <h1 className={page.title}>Datasets</h1>
        {me.is_admin && (
          <Button leftSection={<IconPlus size={15} stroke={1.8} aria-hidden />} onClick={() => setAdding(true)}>
            New dataset
          </Button>
        )}
      </header>
      {datasets.isPending && (
        <Delayed label="Loading the datasets">
          <Skeleton height={180} radius="md" />
        </Delayed>
      )}
      {datasets.isError && !datasets.data && (
        <QueryError error={datasets.error} what="The datasets" onRetry={() => void datasets.refetch()} />
      )}
      {datasets.data?.length === 0 && (
        <EmptyState icon={<IconDatabase size={26} stroke={1.6} />} title="No dataset yet">
          {me.is_admin
            ? 'A dataset holds pictures; tasks label them, and what is accepted comes back to it. Make one to begin.'
            : 'The datasets of the tasks that you inspect or manage show up here.'}
        </EmptyState>
      )}
      {datasets.data && datasets.data.length > 0 && (
        <div className={page.card}>
          <table className={page.table}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col" className={classes.number}>
                  Pictures
                </th>
                <th scope="col" className={classes.number}>
                  Accepted
                </th>
                <th scope="col">Tasks</th>
                <th scope="col">Made</th>
              </tr>
            </thead>
            <tbody>
              {datasets.data.map((dataset) => (
                <tr key={dataset.id}>
                  <td>
                    <Link to="/datasets/$datasetId" params={{ datasetId: dataset.id }} className={classes.name}>
                      {dataset.name}
                    </Link>
                  </td>
                  <td className={classes.number}>{dataset.media.toLocaleString()}</td>
                  <td className={classes.number}>{dataset.accepted.toLocaleString()}</td>
                  <td>
                    <Tasks tasks={dataset.tasks} />
                  </td>
                  <td className="dim">
                    <RelativeTime at={dataset.created_at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {me.is_admin && <NewDatasetDialog opened={adding} onClose={() => setAdding(false)} />}
    </div>
  );
}

function Tasks({ tasks }: { tasks: Dataset['tasks'] }) {
  if (tasks.length === 0) return <span className="dim">–</span>;
  return (
    <>
      {tasks.slice(0, NAMED).map((task, index) => (
        <span key={task.id}>
          {index > 0 && ', '}
          <Link to="/tasks/$taskId" params={{ taskId: task.id }}>
            {task.name}
          </Link>
        </span>
      ))}
      {tasks.length > NAMED && <span className="dim"> and {tasks.length - NAMED} more</span>}
    </>
  );
}
