// The menus beside the filters: saved views, samples, recent actions.

import { withoutKeys } from '../../data/item-filter';
import { RecentActions } from '../bulk/RecentActions';
import { SamplesMenu } from '../sampling/SamplesMenu';
import { ViewsMenu } from '../views/ViewsMenu';
import { cleared, type DataSearch } from './search';

interface Props {
  taskId: string;
  search: DataSearch;
  inspects: boolean;
  manages: boolean;
  /** The task has what samples are of, and I may draw them. */
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
          onGone={() => onChange(withoutKeys(search, ['sample']))}
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
