// The filters of the audit log: action, person, item and dates. They also apply to the CSV download.
import { Button, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../protocol/api';
import type { Person } from '../../protocol/types';
import { DayFields } from '../../ui/DayFields';
import { ClearFilters, FilterSelect } from '../../ui/FilterSelect';
import page from '../Page.module.css';
import { itemNamesQuery } from '../queries/audit';
import { describeError } from '../queries/errors';
import { itemQuery } from '../queries/items';
import { omitUndefined } from '../queries/search-params';
import classes from './AuditLog.module.css';
import { actionLabel } from './action-labels';
import type { AuditSearch } from './audit-search';

interface Props {
  taskId: string | undefined;
  search: AuditSearch;
  onChange: (search: AuditSearch) => void;
  actions: readonly string[];
  people: readonly Person[];
  /** The name of the chosen item, or null if no loaded row has it. */
  itemName: string | null;
}

export function AuditFilterBar({ taskId, search, onChange, actions, people, itemName }: Props) {
  const set = (part: { [K in keyof AuditSearch]: AuditSearch[K] | undefined }) =>
    onChange(omitUndefined<AuditSearch>({ ...search, ...part }));
  // The chosen action stays in the list even if no entry has it.
  const options = [...new Set([...actions, ...(search.action === undefined ? [] : [search.action])])];
  return (
    <search className={page.filters} aria-label="Filter the log">
      <FilterSelect
        label="Action"
        placeholder="Any action"
        width={186}
        options={options
          .map((action) => ({ id: action, name: actionLabel(action) }))
          .sort((a, b) => a.name.localeCompare(b.name))}
        value={search.action}
        onChange={(action) => set({ action })}
      />
      <FilterSelect
        label="Person"
        placeholder="Anyone"
        width={160}
        options={people}
        value={search.by}
        onChange={(by) => set({ by })}
      />
      {taskId === undefined ? (
        search.item !== undefined && (
          <Button
            variant="light"
            rightSection={<IconX size={13} aria-hidden />}
            onClick={() => set({ item: undefined })}
            aria-label={`Remove the item filter: ${itemName ?? 'one item'}`}
          >
            {itemName ?? 'One item'}
          </Button>
        )
      ) : (
        <ItemSelect taskId={taskId} item={search.item} knownName={itemName} onChange={(item) => set({ item })} />
      )}
      <DayFields value={search} onChange={({ from, to }) => set({ from, to })} />
      {Object.keys(search).length > 0 && <ClearFilters onClear={() => onChange({})} />}
      <Button
        className={classes.end}
        variant="default"
        component="a"
        href={api.auditCsvUrl(taskId, search)}
        download
        leftSection={<IconDownload size={14} aria-hidden />}
      >
        Download CSV
      </Button>
    </search>
  );
}

interface ItemSelectProps {
  taskId: string;
  item: string | undefined;
  knownName: string | null;
  onChange: (item: string | undefined) => void;
}

/** Finds an item of the task by part of its file name. */
function ItemSelect({ taskId, item, knownName, onChange }: ItemSelectProps) {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 200);
  const [opened, setOpened] = useState(false);
  const found = useQuery({ ...itemNamesQuery(taskId, asked), enabled: opened });
  const chosen = useQuery({ ...itemQuery(item ?? ''), enabled: item !== undefined && knownName === null });
  const name = knownName ?? chosen.data?.file_name ?? 'One item';
  const options = (found.data?.items ?? []).filter((each) => each.id !== item);
  return (
    <Select
      aria-label="Item"
      placeholder="Any item"
      clearable
      searchable
      w={180}
      data={[
        ...(item === undefined ? [] : [{ value: item, label: name }]),
        ...options.map((each) => ({ value: each.id, label: each.file_name })),
      ]}
      // The server has already filtered the items.
      filter={({ options }) => options}
      nothingFoundMessage={
        found.isFetching ? 'Searching…' : found.isError ? describeError(found.error).title : 'No matching items'
      }
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => setOpened(false)}
      value={item ?? null}
      onSearchChange={(next) => setText(next === name ? '' : next)}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}
