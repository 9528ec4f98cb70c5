// The menus next to the filters: samples, saved views and recent actions.

import { withoutKeys } from '../../queries/item-filter';
import { RecentActions } from '../bulk/RecentActions';
import { SamplesMenu } from '../sampling/SamplesMenu';
import { cleared, type DataSearch } from '../search';
import { ViewsMenu } from '../views/ViewsMenu';

interface Props {
  taskId: string;
  search: DataSearch;
  inspects: boolean;
  manages: boolean;
  /** Whether the task has an acceptance stage and the user may draw samples from it. */
  samples: boolean;
  onChange: (search: DataSearch) => void;
  onBulk: (id: string) => void;
  onDraw: () => void;
}

export function ListMenus({ taskId, search, inspects, manages, samples, onChange, onBulk, onDraw }: Props) {
  return (
    <>
      {samples && (
        <SamplesMenu
          taskId={taskId}
          current={search.sample}
          onOpen={(sample) => onChange({ ...cleared(search), sample })}
          onDraw={onDraw}
          onDeleted={() => onChange(withoutKeys(search, ['sample']))}
        />
      )}
      <ViewsMenu
        taskId={taskId}
        search={search}
        shares={inspects}
        manages={manages}
        onOpen={(view) => onChange({ ...view, ...(search.bulk !== undefined && { bulk: search.bulk }) })}
      />
      <RecentActions taskId={taskId} onOpen={onBulk} />
    </>
  );
}
