// The items of a task: filters in the URL, cards or a table, locks live.
import { Button, Skeleton } from '@mantine/core';
import { IconFilterOff, IconPhotoOff } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { Item } from '../../protocol/types';
import { Delayed } from '../../ui/Delayed';
import { EmptyState } from '../../ui/States';
import { itemsQuery } from '../data/items';
import { QueryError } from '../data/QueryError';
import { taskQuery } from '../data/tasks';
import classes from './DataTab.module.css';
import { FilterBar } from './FilterBar';
import { type DataSearch, filterOf, isFiltered } from './filter';
import { ItemGrid } from './ItemGrid';
import { UnlockDialog } from './UnlockDialog';

export function DataTab({ taskId, search }: { taskId: string; search: DataSearch }) {
  const navigate = useNavigate();
  const task = useQuery(taskQuery(taskId));
  const filter = filterOf(search);
  const list = useInfiniteQuery({ ...itemsQuery(taskId, filter), placeholderData: keepPreviousData });
  const [unlocking, setUnlocking] = useState<Item | null>(null);

  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const total = list.data?.pages[0]?.total ?? 0;
  const colors = useMemo(
    () => new Map(task.data?.ontology.classes.map((each) => [each.id, each.color] as const)),
    [task.data],
  );
  const colorOf = useCallback((classId: string) => colors.get(classId) ?? '#8b919b', [colors]);
  const change = (next: DataSearch) =>
    void navigate({ to: '/tasks/$taskId', params: { taskId }, search: next, replace: true });

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <div className={classes.tab}>
      <FilterBar search={search} onChange={change} total={list.isSuccess ? total : null} task={task.data} />
      {list.isPending && <GridSkeleton />}
      {list.isError && items.length === 0 && (
        <QueryError error={list.error} what="The list" onRetry={() => void list.refetch()} />
      )}
      {list.isSuccess && items.length === 0 && (
        <Nothing filtered={isFiltered(search)} onClear={() => change(search.view ? { view: search.view } : {})} />
      )}
      {items.length > 0 && (
        <ItemGrid
          taskId={taskId}
          items={items}
          view={search.view ?? 'cards'}
          stage={search.stage}
          colorOf={colorOf}
          stale={list.isPlaceholderData}
          loadingMore={isFetchingNextPage}
          onNearEnd={onNearEnd}
          onUnlock={setUnlocking}
        />
      )}
      <UnlockDialog taskId={taskId} item={unlocking} onClose={() => setUnlocking(null)} />
    </div>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (!filtered) {
    return (
      <EmptyState icon={<IconPhotoOff size={26} stroke={1.6} />} title="No items yet">
        Import pictures into this task to see them here.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconFilterOff size={26} stroke={1.6} />}
      title="No item matches"
      action={
        <Button variant="default" onClick={onClear}>
          Clear the filters
        </Button>
      }
    >
      Nothing in this task fits all of the filters at once.
    </EmptyState>
  );
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
