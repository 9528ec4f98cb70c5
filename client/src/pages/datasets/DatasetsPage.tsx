// The datasets that the user can see, each with its number of images and accepted results and its tasks.
import { Button, Skeleton } from '@mantine/core';
import { IconDatabase, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Dataset, Me } from '../../protocol/types';
import { Delayed } from '../../ui/Delayed';
import { RelativeTime } from '../../ui/RelativeTime';
import { EmptyState } from '../../ui/States';
import page from '../Page.module.css';
import { datasetsQuery } from '../queries/datasets';
import { QueryError } from '../queries/QueryError';
import classes from './DatasetsPage.module.css';
import { NewDatasetDialog } from './NewDatasetDialog';

/** How many task names a row shows. The others are counted. */
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
        <EmptyState icon={<IconDatabase size={26} stroke={1.6} />} title="No datasets yet">
          {me.is_admin
            ? 'A dataset holds images. Tasks label them and write the accepted results back to it. Create one to get started.'
            : 'Datasets of tasks that you inspect or manage appear here.'}
        </EmptyState>
      )}
      {datasets.data && datasets.data.length > 0 && (
        <div className={page.card}>
          <table className={page.table}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col" className={classes.number}>
                  Images
                </th>
                <th scope="col" className={classes.number}>
                  Accepted
                </th>
                <th scope="col">Tasks</th>
                <th scope="col">Created</th>
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
