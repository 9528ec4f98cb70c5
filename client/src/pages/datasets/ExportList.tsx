// The exports of a dataset, newest first: the progress and content of each, and the file once it is done.
import { Button, Progress, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../protocol/api';
import { EXPORT_DAYS } from '../../protocol/limits';
import type { DatasetExport } from '../../protocol/types';
import { Delayed } from '../../ui/Delayed';
import { fileSize } from '../../ui/file-size';
import { RelativeTime } from '../../ui/RelativeTime';
import { exportsQuery } from '../queries/datasets';
import { QueryError } from '../queries/QueryError';
import classes from './ExportDialog.module.css';
import { filterText, type NameLookup } from './filter-text';

export function ExportList({ dataset, names }: { dataset: string; names: NameLookup }) {
  const list = useQuery(exportsQuery(dataset));
  return (
    <section aria-labelledby="exports">
      <h3 className={classes.title} id="exports">
        Exports
      </h3>
      <p className={classes.note}>
        Files are kept for {EXPORT_DAYS} days. You can close this dialog. The export continues.
      </p>
      {list.isPending && (
        <Delayed label="Loading the exports">
          <Skeleton height={48} mt={8} />
        </Delayed>
      )}
      {list.isError && !list.data && (
        <QueryError error={list.error} what="The exports" onRetry={() => void list.refetch()} />
      )}
      {list.data?.length === 0 && <p className={classes.none}>No exports yet.</p>}
      <ul className={classes.list}>
        {list.data?.map((each) => (
          <li key={each.id} className={classes.row}>
            <div className={classes.words}>
              <span>{filterText(each.filter, names)}</span>
              <span className={classes.note}>
                {each.created_by.name} · <RelativeTime at={each.created_at} />
              </span>
            </div>
            <Outcome made={each} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Outcome({ made }: { made: DatasetExport }) {
  switch (made.state) {
    case 'running':
      return (
        <div className={classes.outcome} role="status">
          <Progress
            value={made.total === 0 ? 100 : (made.done / made.total) * 100}
            animated={made.total === 0}
            aria-label="Export progress"
          />
          <span className={`${classes.note} tnum`}>
            {made.done.toLocaleString()} of {made.total.toLocaleString()}
          </span>
        </div>
      );
    case 'failed':
      return (
        <div className={classes.failed}>
          <IconAlertTriangle size={15} stroke={1.9} aria-label="Failed" />
          <span>{made.error ?? 'The export failed. Try again.'}</span>
        </div>
      );
    case 'done':
      return (
        <Button
          variant="default"
          component="a"
          href={api.exportFileUrl(made.id)}
          download
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          Download{made.bytes === null ? '' : ` · ${fileSize(made.bytes)}`}
        </Button>
      );
  }
}
