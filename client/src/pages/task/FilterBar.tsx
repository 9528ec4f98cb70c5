// The data list's filters: what is chosen stands in the URL, so a link shows the same list.
import { ActionIcon, SegmentedControl, Select, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import {
  IconLayoutGrid,
  IconList,
  IconLock,
  IconMessage,
  IconMessageExclamation,
  IconSearch,
  IconX,
} from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Task } from '../../protocol/types';
import { Keys } from '../../ui/Keys';
import { StageIcon } from '../../ui/StageChip';
import { STAGE_LABEL, STAGES } from '../../ui/stages';
import classes from './FilterBar.module.css';
import { type DataSearch, isFiltered, type ListSort } from './filter';

interface Props {
  search: DataSearch;
  onChange: (search: DataSearch) => void;
  /** How many items match; null while that is not known. */
  total: number | null;
  task: Task | undefined;
}

const SORTS: { value: ListSort; label: string }[] = [
  { value: 'position', label: 'In task order' },
  { value: 'name', label: 'By file name' },
  { value: 'updated', label: 'Latest change first' },
];

function without<K extends keyof DataSearch>(search: DataSearch, key: K): DataSearch {
  const { [key]: _, ...rest } = search;
  return rest as DataSearch;
}

export function FilterBar({ search, onChange, total, task }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => input.current?.focus()]]);

  const stages = STAGES.filter((stage) => stage === 'complete' || task === undefined || task.workflow.includes(stage));
  return (
    <search className={classes.bar} aria-label="Filter the items">
      <SearchInput
        ref={input}
        value={search.q ?? ''}
        onChange={(q) => onChange(q === '' ? without(search, 'q') : { ...search, q })}
      />
      <fieldset className={classes.chips}>
        <legend className="visually-hidden">Stage</legend>
        {stages.map((stage) => (
          <Chip
            key={stage}
            on={search.stage === stage}
            onToggle={() => onChange(search.stage === stage ? without(search, 'stage') : { ...search, stage })}
            icon={<StageIcon stage={stage} size={13} />}
            count={task?.stages[stage]}
          >
            {STAGE_LABEL[stage]}
          </Chip>
        ))}
      </fieldset>
      <fieldset className={classes.chips}>
        <legend className="visually-hidden">Activity</legend>
        <Chip
          on={search.has === 'open_issues'}
          onToggle={() =>
            onChange(search.has === 'open_issues' ? without(search, 'has') : { ...search, has: 'open_issues' })
          }
          icon={<IconMessageExclamation size={14} stroke={1.7} />}
        >
          Open issues
        </Chip>
        <Chip
          on={search.has === 'comments'}
          onToggle={() => onChange(search.has === 'comments' ? without(search, 'has') : { ...search, has: 'comments' })}
          icon={<IconMessage size={14} stroke={1.7} />}
        >
          Comments
        </Chip>
        <Chip
          on={search.locked === true}
          onToggle={() => onChange(search.locked ? without(search, 'locked') : { ...search, locked: true })}
          icon={<IconLock size={14} stroke={1.7} />}
        >
          Locked
        </Chip>
      </fieldset>
      {isFiltered(search) && (
        <Tooltip label="Clear the filters">
          <ActionIcon
            aria-label="Clear the filters"
            onClick={() =>
              onChange({ ...(search.sort && { sort: search.sort }), ...(search.view && { view: search.view }) })
            }
          >
            <IconX size={15} />
          </ActionIcon>
        </Tooltip>
      )}
      <div className={classes.end}>
        <span className={`${classes.total} tnum`} aria-live="polite">
          {total !== null && `${total} ${total === 1 ? 'item' : 'items'}`}
        </span>
        <Select
          aria-label="Order"
          w={152}
          allowDeselect={false}
          data={SORTS}
          value={search.sort ?? 'position'}
          onChange={(sort) =>
            onChange(sort === 'name' || sort === 'updated' ? { ...search, sort } : without(search, 'sort'))
          }
        />
        <SegmentedControl
          aria-label="View"
          value={search.view ?? 'cards'}
          onChange={(view) => onChange(view === 'table' ? { ...search, view } : without(search, 'view'))}
          data={[
            { value: 'cards', label: <ViewIcon label="Cards" icon={<IconLayoutGrid size={15} stroke={1.7} />} /> },
            { value: 'table', label: <ViewIcon label="Table" icon={<IconList size={15} stroke={1.7} />} /> },
          ]}
        />
      </div>
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

interface SearchProps {
  value: string;
  onChange: (value: string) => void;
  ref: React.RefObject<HTMLInputElement | null>;
}

/** Types at once, asks the server after a short pause. */
function SearchInput({ value, onChange, ref }: SearchProps) {
  const [text, setText] = useState(value);
  const tell = useDebouncedCallback((next: string) => onChange(next), 200);
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      ref={ref}
      className={classes.search}
      aria-label="Search by file name"
      placeholder="Search file names"
      leftSection={<IconSearch size={14} />}
      rightSection={text === '' ? <Keys keys="/" /> : null}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        tell(event.currentTarget.value.trim());
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        setText('');
        tell('');
        event.currentTarget.blur();
      }}
    />
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
      {count !== undefined && <span className={`${classes.count} tnum`}>{count}</span>}
    </UnstyledButton>
  );
}
