// The filters of the data list. They are kept in the URL, so that a link shows the same list.
import { Button, SegmentedControl, UnstyledButton } from '@mantine/core';
import { IconFilter, IconLayoutGrid, IconList } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Task } from '../../../protocol/types';
import { itemCount } from '../../../ui/item-text';
import { SearchInput } from '../../../ui/SearchInput';
import { StageIcon } from '../../../ui/StageChip';
import { STAGE_LABEL, STAGES, stagesOf } from '../../../ui/stages';
import page from '../../Page.module.css';
import { withoutKeys } from '../../queries/item-filter';
import { cleared, type DataSearch, filterOf } from '../search';
import classes from './FilterBar.module.css';
import { FilterChips } from './FilterChips';
import { FilterPicker } from './FilterPicker';
import type { Context } from './filter-fields';
import { SortMenu } from './SortMenu';

interface Props {
  search: DataSearch;
  onChange: (search: DataSearch) => void;
  /** The number of matching items; null while unknown. */
  total: number | null;
  task: Task | undefined;
  context: Context;
  /** The menus next to the order: samples, views and recent actions. */
  menus: ReactNode;
}

export function FilterBar({ search, onChange, total, task, context, menus }: Props) {
  const stages = task === undefined ? STAGES : stagesOf(task.workflow);
  const filter = filterOf(search);
  const change = (next: DataSearch) => onChange({ ...cleared(search), ...next });
  return (
    <search className={page.filters} aria-label="Filter the items">
      <SearchInput
        value={search.q ?? ''}
        onChange={(q) => onChange(q === '' ? withoutKeys(search, ['q']) : { ...search, q })}
      />
      <fieldset className={classes.stages}>
        <legend className="visually-hidden">Stage</legend>
        {stages.map((stage) => (
          <Chip
            key={stage}
            on={search.stage === stage}
            onToggle={() => {
              const rest = withoutKeys(search, ['stage']);
              onChange(search.stage === stage ? rest : { ...rest, stage });
            }}
            icon={<StageIcon stage={stage} size={13} />}
            count={task?.stages[stage]}
          >
            {STAGE_LABEL[stage]}
          </Chip>
        ))}
      </fieldset>
      <FilterPicker
        filter={filter}
        context={context}
        onChange={change}
        field={null}
        target={(open) => (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconFilter size={14} stroke={1.8} />}
            aria-label="Add filter"
            className={classes.add}
            onClick={open}
          >
            Filter
          </Button>
        )}
      />
      <div className={classes.end}>
        <span className={`${classes.total} tnum`} aria-live="polite">
          {total !== null && itemCount(total)}
        </span>
        {menus}
        <SortMenu search={search} onChange={onChange} />
        <SegmentedControl
          aria-label="View"
          value={search.view ?? 'cards'}
          onChange={(view) => {
            const { view: _, ...rest } = search;
            onChange(view === 'table' ? { ...rest, view } : rest);
          }}
          data={[
            { value: 'cards', label: <ViewIcon label="Cards" icon={<IconLayoutGrid size={15} stroke={1.7} />} /> },
            { value: 'table', label: <ViewIcon label="Table" icon={<IconList size={15} stroke={1.7} />} /> },
          ]}
        />
      </div>
      <FilterChips filter={filter} context={context} onChange={change} onClear={() => onChange(cleared(search))} />
    </search>
  );
}

function ViewIcon({ label, icon }: { label: string; icon: ReactNode }) {
  return (
    <span className={classes.viewIcon} title={label}>
      {icon}
      <span className="visually-hidden">{label}</span>
    </span>
  );
}

interface ChipProps {
  on: boolean;
  onToggle: () => void;
  icon: ReactNode;
  count?: number | undefined;
  children: ReactNode;
}

function Chip({ on, onToggle, icon, count, children }: ChipProps) {
  return (
    <UnstyledButton className={classes.chip} aria-pressed={on} data-on={on || undefined} onClick={onToggle}>
      {icon}
      {children}
      {count !== undefined && <span className={`${classes.count} tnum`}>{count.toLocaleString()}</span>}
    </UnstyledButton>
  );
}
