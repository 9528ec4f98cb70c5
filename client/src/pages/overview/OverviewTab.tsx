// The progress of a task by stage, day and person, and what is rejected most. Loaded with the tab, because its charts are
// large.
import '@mantine/charts/styles.css';
import { SegmentedControl, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { MAX_OVERVIEW_DAYS } from '../../protocol/limits';
import type { Me, Overview, Task } from '../../protocol/types';
import { DayFields } from '../../ui/DayFields';
import { Delayed } from '../../ui/Delayed';
import { dayOf } from '../../ui/days';
import { useNow } from '../../ui/now';
import { overviewQuery } from '../queries/overview';
import { canManage } from '../queries/permissions';
import { QueryError } from '../queries/QueryError';
import { taskQuery } from '../queries/tasks';
import { BurnUp } from './BurnUp';
import { CountBars } from './CountBars';
import { DayChart } from './DayChart';
import classes from './OverviewTab.module.css';
import { rejectedClasses, rejectedTags } from './overview-figures';
import { type OverviewSearch, PRESETS, presetOf, rangeOf, readOverviewSearch } from './overview-search';
import { EmptyNote, Panel } from './Panel';
import { PeopleTable } from './PeopleTable';
import { StageFunnel } from './StageFunnel';
import { Waiting } from './Waiting';

const route = getRouteApi('/inside/framed/tasks/$taskId/overview');

export function OverviewRoute() {
  return <OverviewTab taskId={route.useParams().taskId} search={route.useSearch()} me={route.useRouteContext().me} />;
}

function OverviewTab({ taskId, search, me }: { taskId: string; search: OverviewSearch; me: Me }) {
  const now = useNow();
  const range = rangeOf(search, now);
  const task = useQuery(taskQuery(taskId));
  const overview = useQuery(overviewQuery(taskId, range));
  return (
    <div className={classes.tab}>
      <Range taskId={taskId} search={search} now={now} />
      {overview.isError && !overview.data && (
        <QueryError error={overview.error} what="The overview" onRetry={() => void overview.refetch()} />
      )}
      {overview.isPending && <OverviewSkeleton />}
      {overview.data && task.data && (
        <div className={classes.panels} aria-busy={overview.isPlaceholderData}>
          <Panels task={task.data} overview={overview.data} manages={canManage(task.data, me)} />
        </div>
      )}
    </div>
  );
}

function Range({ taskId, search, now }: { taskId: string; search: OverviewSearch; now: number }) {
  const navigate = useNavigate();
  const go = (next: OverviewSearch) =>
    void navigate({ to: '/tasks/$taskId/overview', params: { taskId }, search: next, replace: true });
  const preset = presetOf(search);
  const range = rangeOf(search, now);
  return (
    <search className={classes.range} aria-label="Period of the overview">
      <SegmentedControl
        aria-label="Period"
        value={preset === null ? 'custom' : String(preset)}
        onChange={(value) => {
          const days = PRESETS.find((each) => String(each) === value);
          go(days === undefined ? range : readOverviewSearch({ days }));
        }}
        data={[
          ...PRESETS.map((each) => ({ value: String(each), label: `${each} days` })),
          { value: 'custom', label: 'Custom' },
        ]}
      />
      {preset === null && (
        <DayFields
          value={range}
          max={dayOf(now)}
          maxDays={MAX_OVERVIEW_DAYS}
          onChange={({ from, to }) => from !== undefined && to !== undefined && go({ from, to })}
        />
      )}
    </search>
  );
}

function Panels({ task, overview, manages }: { task: Task; overview: Overview; manages: boolean }) {
  const navigate = useNavigate();
  const byClass = rejectedClasses(overview.by_class, task.ontology);
  const byTag = rejectedTags(overview.by_tag, task.issue_tags);
  const openDay = (day: string) =>
    void navigate({ to: '/tasks/$taskId/audit', params: { taskId: task.id }, search: { from: day, to: day } });
  return (
    <>
      <StageFunnel task={task} overview={overview} />
      <Waiting task={task} overview={overview} />
      <DayChart taskId={task.id} overview={overview} onDay={manages ? openDay : null} />
      <BurnUp overview={overview} />
      <Panel title="Rejections by class" note="Rejected labels of items sent back in this period.">
        {byClass.length === 0 ? (
          <EmptyNote>No labels were rejected in this period.</EmptyNote>
        ) : (
          <CountBars
            taskId={task.id}
            rows={byClass}
            of="Class"
            countTitle="Labels"
            filterOf={({ id }) => ({ class: id, has: 'rejected' })}
          />
        )}
      </Panel>
      <Panel title="Rejections by reason" note="Items sent back in this period, by the tags of the reason.">
        {byTag.length === 0 ? (
          <EmptyNote>No items were sent back in this period.</EmptyNote>
        ) : (
          <>
            <CountBars taskId={task.id} rows={byTag} of="Reason" countTitle="Items" filterOf={() => null} />
            <Link
              to="/tasks/$taskId"
              params={{ taskId: task.id }}
              search={{ has: 'rejected' }}
              className={classes.more}
            >
              Show rejected items
            </Link>
          </>
        )}
      </Panel>
      <PeopleTable taskId={task.id} overview={overview} />
    </>
  );
}

function OverviewSkeleton() {
  return (
    <Delayed label="Loading the overview">
      <div className={classes.panels}>
        {[180, 180, 300, 260].map((height, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
          <Skeleton key={index} height={height} radius="md" style={index > 1 ? { gridColumn: '1 / -1' } : {}} />
        ))}
      </div>
    </Delayed>
  );
}
