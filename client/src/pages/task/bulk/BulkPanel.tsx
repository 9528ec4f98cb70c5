// The progress and outcome of a bulk action. Its id is in the URL, so that the panel survives a reload.
import { ActionIcon, Button, Progress, Tooltip } from '@mantine/core';
import { IconBan, IconCheck, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BulkJob, Me, Task } from '../../../protocol/types';
import { RelativeTime } from '../../../ui/RelativeTime';
import { bulkJobQuery, useCancelBulk } from '../../queries/bulk';
import { describeError } from '../../queries/errors';
import { Failure } from '../../queries/Failure';
import { canManage } from '../../queries/permissions';
import { BulkFailures } from './BulkFailures';
import classes from './BulkPanel.module.css';
import { outcomeOf, percentOf, titleOf } from './bulk-text';

interface Props {
  task: Task;
  me: Me;
  id: string;
  onClose: () => void;
}

export function BulkPanel({ task, me, id, onClose }: Props) {
  const job = useQuery(bulkJobQuery(task.id, id));
  return (
    <section className={classes.panel} aria-label="Bulk action">
      <div className={classes.close}>
        <Tooltip label="Close. The action continues.">
          <ActionIcon size={22} aria-label="Close the action" onClick={onClose}>
            <IconX size={14} />
          </ActionIcon>
        </Tooltip>
      </div>
      {job.isError && !job.data && (
        <div className={classes.line} role="alert">
          <span>{describeError(job.error, 'This action').detail}</span>
          <Button size="compact-xs" variant="default" onClick={() => void job.refetch()}>
            Try again
          </Button>
        </div>
      )}
      {job.isPending && <div className={classes.line}>Loading the action…</div>}
      {job.data && <BulkJobStatus task={task} me={me} job={job.data} />}
    </section>
  );
}

function BulkJobStatus({ task, me, job }: { task: Task; me: Me; job: BulkJob }) {
  const cancel = useCancelBulk(task.id);
  const [open, setOpen] = useState(true);
  const running = job.state === 'running';
  const percent = percentOf(job);
  const mayCancel = running && (job.created_by.id === me.id || canManage(task, me));
  return (
    <>
      <div className={classes.line}>
        {job.state === 'done' && <IconCheck size={16} stroke={2.2} className={classes.ok} aria-hidden />}
        {job.state === 'cancelled' && <IconBan size={16} className="dim" aria-hidden />}
        <b>{titleOf(job)}</b>
        <span className="dim">
          by {job.created_by.id === me.id ? 'you' : job.created_by.name}, <RelativeTime at={job.created_at} />
        </span>
      </div>
      <div className={classes.line}>
        <Progress
          className={classes.bar}
          value={percent}
          color={job.failed > 0 && !running ? 'amber' : running ? 'accent' : 'green'}
          aria-label={titleOf(job)}
        />
        <span className="tnum" role="status">
          {outcomeOf(job)}
          {job.state !== 'done' && (
            <span className="dim">
              {' '}
              {running ? 'of' : '; not done:'}{' '}
              {(running ? job.total : job.total - job.done - job.failed).toLocaleString()}
            </span>
          )}
        </span>
        {mayCancel && (
          <Button
            size="compact-xs"
            variant="default"
            loading={cancel.isPending}
            onClick={() => cancel.mutate(job.id)}
            title="Items already done stay that way"
          >
            Cancel the rest
          </Button>
        )}
        {job.failed > 0 && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            aria-expanded={open}
            onClick={() => setOpen((shown) => !shown)}
          >
            {open ? 'Hide failed items' : 'Show failed items'}
          </Button>
        )}
      </div>
      <Failure error={cancel.error} what="The action" />
      {job.failed > 0 && open && <BulkFailures job={job} />}
    </>
  );
}
