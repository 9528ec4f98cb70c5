// The sample that the list shows (F16): its progress, its error rate, and the decision on the rest.
import { ActionIcon, Button, Progress, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BulkJob, Sample, Task } from '../../../protocol/types';
import { itemCount } from '../../../ui/item-text';
import { describeError } from '../../queries/errors';
import { sampleQuery } from '../../queries/samples';
import { DecisionDialog } from './DecisionDialog';
import { ErrorInterval } from './ErrorInterval';
import { percent } from './interval';
import classes from './SampleStrip.module.css';
import { isRepresentative, METHOD_LABEL, suggestionOf } from './sample-text';

interface Props {
  task: Task;
  id: string;
  onLeave: () => void;
  onStarted: (job: BulkJob) => void;
}

export function SampleStrip({ task, id, onLeave, onStarted }: Props) {
  const sample = useQuery(sampleQuery(task.id, id));
  return (
    <section className={classes.strip} aria-label="Sample">
      {sample.isPending && <span className="dim">Loading the sample…</span>}
      {sample.isError && !sample.data && (
        <div role="alert" className={classes.part}>
          {describeError(sample.error, 'This sample').detail}
          <Button size="compact-xs" variant="default" onClick={() => void sample.refetch()}>
            Try again
          </Button>
        </div>
      )}
      {sample.data && <Facts task={task} sample={sample.data} onStarted={onStarted} />}
      <Tooltip label="Show all items again">
        <ActionIcon size={24} aria-label="Leave the sample" className={classes.leave} onClick={onLeave}>
          <IconX size={15} />
        </ActionIcon>
      </Tooltip>
    </section>
  );
}

function Facts({ task, sample, onStarted }: { task: Task; sample: Sample; onStarted: (job: BulkJob) => void }) {
  const [deciding, setDeciding] = useState<'accept' | 'reject' | null>(null);
  const { drawn, judged, accepted, rejected, error, decision, suggestion, rest } = sample;
  return (
    <>
      <div className={classes.part}>
        <b>{METHOD_LABEL[sample.method]} sample</b>
        <span className="dim tnum" title={`Drawn with seed ${sample.seed}. The same seed gives the same items.`}>
          {drawn.toLocaleString()} of {itemCount(sample.population)} · seed {sample.seed}
        </span>
      </div>
      <div className={classes.progress}>
        <Progress
          value={drawn === 0 ? 100 : (judged / drawn) * 100}
          aria-label={`${judged} of ${drawn} judged`}
          className={classes.bar}
        />
        <span className="tnum" role="status">
          {judged.toLocaleString()} of {drawn.toLocaleString()} judged
          <span className="dim">
            {' '}
            · {accepted} accepted, {rejected} rejected
          </span>
        </span>
      </div>
      {error && (
        <div className={classes.part}>
          <span className="tnum">
            Error <b>{percent(error.rate)}</b>{' '}
            <span className="dim">
              ({percent(error.low)} – {percent(error.high)})
            </span>
          </span>
          <ErrorInterval error={error} maxErrorPercent={sample.max_error_percent} />
        </div>
      )}
      <div className={classes.part}>
        <span role="status" data-suggestion={decision ? 'decided' : suggestion} className={classes.suggestion}>
          {suggestionOf(sample)}
          {!decision && suggestion !== 'judge_more' && !isRepresentative(sample.method) && (
            <span className="dim"> Its items were not drawn at random, so the rest may differ.</span>
          )}
        </span>
        {!decision && rest > 0 && (
          <>
            <Button
              color="green"
              variant={suggestion === 'accept_rest' ? 'filled' : 'light'}
              onClick={() => setDeciding('accept')}
            >
              Accept the rest…
            </Button>
            <Button
              color="red"
              variant={suggestion === 'reject_rest' ? 'filled' : 'light'}
              onClick={() => setDeciding('reject')}
            >
              Reject the rest…
            </Button>
          </>
        )}
        {!decision && rest === 0 && <span className="dim">No items are left outside the sample.</span>}
        {decision && (
          <span className="dim">
            By {decision.by?.name ?? 'a deleted user'}
            {decision.note && `: “${decision.note}”`}
          </span>
        )}
      </div>
      <DecisionDialog
        task={task}
        sample={sample}
        decision={deciding}
        onClose={() => setDeciding(null)}
        onStarted={(job) => {
          setDeciding(null);
          onStarted(job);
        }}
      />
    </>
  );
}
