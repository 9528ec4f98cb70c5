// The tool page: one item, with its image in the middle and the controls around it.
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import type { Item, Me, Task } from '../../protocol/types';
import { Delayed } from '../../ui/Delayed';
import { itemQuery } from '../queries/items';
import { QueryError } from '../queries/QueryError';
import { useTaskSettingsEvents } from '../queries/task-settings-events';
import { taskQuery } from '../queries/tasks';
import type { ToolSearch } from './search';
import classes from './ToolPage.module.css';
import { useEditor } from './use-editor';
import { Workspace } from './Workspace';

const route = getRouteApi('/inside/tasks/$taskId/items/$itemId');

export function ToolRoute() {
  const { taskId, itemId } = route.useParams();
  const { me } = route.useRouteContext();
  // Keyed by item and view, so that no state carries over from one to the next.
  const search = route.useSearch();
  const view = search.view ?? 'work';
  return <ToolPage key={`${itemId} ${view}`} me={me} taskId={taskId} itemId={itemId} search={search} />;
}

interface Props {
  me: Me;
  taskId: string;
  itemId: string;
  search: ToolSearch;
}

function ToolPage({ me, taskId, itemId, search }: Props) {
  const task = useQuery(taskQuery(taskId));
  const item = useQuery(itemQuery(itemId));
  useTaskSettingsEvents(taskId);
  if (task.isError && !task.data) {
    return <QueryError error={task.error} what="This task" onRetry={() => void task.refetch()} />;
  }
  if (item.isError && !item.data) {
    return <QueryError error={item.error} what="This item" onRetry={() => void item.refetch()} />;
  }
  // A URL typed by hand can name a task that is not the item's own.
  if (item.data && item.data.task_id !== taskId) {
    const params = { taskId: item.data.task_id, itemId };
    return <Navigate to="/tasks/$taskId/items/$itemId" params={params} search={search} replace />;
  }
  return <ToolPageContent me={me} task={task.data} item={item.data} search={search} />;
}

function ToolPageContent({
  me,
  task,
  item,
  search,
}: {
  me: Me;
  task: Task | undefined;
  item: Item | undefined;
  search: ToolSearch;
}) {
  const editor = useEditor(me, task, item, search.view === 'qa');
  if (!editor || !task || !item) return <ToolSkeleton />;
  return <Workspace editor={editor} me={me} task={task} item={item} search={search} />;
}

function ToolSkeleton() {
  return (
    <div className={classes.page}>
      <div className={classes.header} />
      <div className={classes.rail} />
      <div className={classes.stage} />
      <div className={classes.pane}>
        <Delayed label="Opening the item">
          <div className={classes.skeleton}>
            {[70, 90, 60, 85, 75, 50].map((width) => (
              <Skeleton key={width} height={14} width={`${width}%`} />
            ))}
          </div>
        </Delayed>
      </div>
    </div>
  );
}
