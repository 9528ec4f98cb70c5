// The items that a bulk action failed on, each with the reason and a link.
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { BulkJob } from '../../../protocol/types';
import { bulkFailuresQuery } from '../../queries/bulk';
import { Failure } from '../../queries/Failure';
import classes from './BulkPanel.module.css';

export function BulkFailures({ job }: { job: BulkJob }) {
  const list = useInfiniteQuery(bulkFailuresQuery(job.task_id, job.id));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  if (list.isError && rows.length === 0) return <Failure error={list.error} what="The list of failed items" />;
  return (
    <ul className={classes.failures} aria-label="Failed items">
      {rows.map((row) => (
        <li key={row.item_id} className={classes.failure}>
          <Link
            className={`${classes.file} truncate`}
            to="/tasks/$taskId/items/$itemId"
            params={{ taskId: job.task_id, itemId: row.item_id }}
            title={row.file_name}
          >
            {row.file_name}
          </Link>
          <span className={classes.why}>{row.message ?? 'No reason was given.'}</span>
        </li>
      ))}
      {list.hasNextPage && (
        <li className={classes.failure}>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Show more
          </Button>
        </li>
      )}
    </ul>
  );
}
