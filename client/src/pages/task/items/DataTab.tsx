// The items of a task: filters in the URL, cards or a table, live locks, and actions on one or many items.
import { Skeleton } from '@mantine/core';
import { IconPhotoOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Me } from '../../../protocol/types';
import { Delayed } from '../../../ui/Delayed';
import { EmptyState, NoMatches } from '../../../ui/States';
import { hasStage } from '../../../ui/stages';
import { isFiltered, withoutKeys } from '../../queries/item-filter';
import { lengthOf } from '../../queries/item-list';
import { canInspect, canManage } from '../../queries/permissions';
import { QueryError } from '../../queries/QueryError';
import { taskQuery } from '../../queries/tasks';
import { BulkPanel } from '../bulk/BulkPanel';
import { SampleStrip } from '../sampling/SampleStrip';
import { cleared, type DataSearch, filterOf, queryOf } from '../search';
import classes from './DataTab.module.css';
import { FilterBar } from './FilterBar';
import { ItemActions } from './ItemActions';
import { ItemGrid } from './ItemGrid';
import { ListMenus } from './ListMenus';
import { SelectionBar } from './SelectionBar';
import { countOf } from './selection';
import { useFilterContext } from './use-filter-context';
import { useItemActions } from './use-item-actions';
import { useItemList } from './use-item-list';
import { useListKeys } from './use-list-keys';
import { useSelection } from './use-selection';

export function DataTab({ taskId, me, search }: { taskId: string; me: Me; search: DataSearch }) {
  const navigate = useNavigate();
  const { data: task } = useQuery(taskQuery(taskId));
  const name = JSON.stringify(queryOf(search));
  // Keeps the same objects while their content is the same, so that only changed entries are redrawn.
  const query = useMemo(() => JSON.parse(name) as DataSearch, [name]);
  const filter = useMemo(() => filterOf(query), [query]);
  const list = useItemList(taskId, query);
  const selecting = useSelection(list.isPlaceholderData ? undefined : list.data, JSON.stringify(filter));
  const context = useFilterContext(taskId, me, task);

  const change = useCallback(
    (next: DataSearch) => void navigate({ to: '/tasks/$taskId', params: { taskId }, search: next, replace: true }),
    [navigate, taskId],
  );
  const showBulk = (bulk: string | undefined) => {
    const { bulk: _, ...rest } = search;
    change(bulk === undefined ? rest : { ...rest, bulk });
  };
  const colors = useMemo(() => new Map(task?.ontology.classes.map((each) => [each.id, each.color] as const)), [task]);
  const colorOf = useCallback((classId: string) => colors.get(classId) ?? '#8b919b', [colors]);

  const actions = useItemActions();
  const total = list.data?.total ?? 0;
  const count = countOf(selecting.selection, total);
  useListKeys({ selecting, count, enabled: total > 0 });

  const inspects = task !== undefined && canInspect(task, me);
  const manages = task !== undefined && canManage(task, me);
  const accepts = task !== undefined && hasStage(task.workflow, 'acceptance');
  const empty = list.isSuccess && list.data !== undefined && lengthOf(list.data) === 0;

  return (
    <div className={classes.tab}>
      <FilterBar
        search={search}
        onChange={change}
        total={list.isSuccess ? total : null}
        task={task}
        context={context}
        menus={
          <ListMenus
            taskId={taskId}
            search={search}
            inspects={inspects}
            manages={manages}
            samples={inspects && accepts}
            onChange={change}
            onBulk={showBulk}
            onDraw={actions.draw}
          />
        }
      />
      {task && inspects && search.sample !== undefined && (
        <SampleStrip
          task={task}
          id={search.sample}
          onLeave={() => change(withoutKeys(search, ['sample']))}
          onStarted={(job) => showBulk(job.id)}
        />
      )}
      {list.isPending && <GridSkeleton />}
      {list.isError && !list.data && (
        <QueryError error={list.error} what="The list" onRetry={() => void list.refetch()} />
      )}
      {empty && <Nothing filtered={isFiltered(filter)} onClear={() => change(cleared(search))} />}
      {list.data && !empty && (
        <ItemGrid
          list={list.data}
          name={name}
          view={search.view ?? 'cards'}
          filter={filter}
          colorOf={colorOf}
          reviews={task?.workflow.reviews.length ?? 1}
          selecting={selecting}
          stale={list.isPlaceholderData}
          onView={list.onView}
          moreFailed={list.moreFailed}
          onReadMore={list.readMore}
          onUnlock={actions.unlock}
          onMenu={actions.openMenu}
        />
      )}
      {task && search.bulk !== undefined && (
        <BulkPanel key={search.bulk} task={task} me={me} id={search.bulk} onClose={() => showBulk(undefined)} />
      )}
      <SelectionBar
        count={count}
        total={total}
        selecting={selecting}
        manages={manages}
        inspects={inspects}
        accepts={accepts}
        onAction={(kind) => actions.actOn(kind, selecting.selection, filter)}
      />
      {task && (
        <ItemActions
          task={task}
          me={me}
          filter={filter}
          list={list.data}
          actions={actions}
          onStarted={(job) => {
            selecting.clear();
            showBulk(job.id);
          }}
          onDrawn={(sample) => change({ ...cleared(search), sample: sample.id })}
        />
      )}
    </div>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (!filtered) {
    return (
      <EmptyState icon={<IconPhotoOff size={26} stroke={1.6} />} title="No items yet">
        Add images to this task to see them here.
      </EmptyState>
    );
  }
  return <NoMatches what="item" where="this task" onClear={onClear} />;
}

function GridSkeleton() {
  return (
    <Delayed label="Loading the items">
      <div className={classes.skeletons}>
        {Array.from({ length: 10 }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
          <Skeleton key={index} height={214} radius="md" />
        ))}
      </div>
    </Delayed>
  );
}
