// The log's filters: what was done, by whom, to which item, when. They hold for the download, too.
import { ActionIcon, Button, Select, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../protocol/api';
import type { Person } from '../../protocol/types';
import { DayFields } from '../../ui/DayFields';
import { itemNamesQuery } from '../data/audit';
import { itemQuery } from '../data/items';
import page from '../Page.module.css';
import classes from './AuditLog.module.css';
import { actionLabel } from './action-labels';
import type { AuditSearch } from './audit-search';

interface Props {
  taskId: string | undefined;
  search: AuditSearch;
  onChange: (search: AuditSearch) => void;
  actions: readonly string[];
  people: readonly Person[];
  /** Of the item that is chosen, where the log shows it. */
  itemName: string | null;
}

function withPart(search: AuditSearch, part: AuditSearch): AuditSearch {
  return Object.fromEntries(Object.entries({ ...search, ...part }).filter(([, value]) => value !== undefined));
}

export function AuditFilterBar({ taskId, search, onChange, actions, people, itemName }: Props) {
  const set = (part: AuditSearch) => onChange(withPart(search, part));
  // What is chosen stays on offer, even where it does not occur.
  const offered = [...new Set([...actions, ...(search.action === undefined ? [] : [search.action])])];
  return (
    <search className={page.filters} aria-label="Filter the log">
      <Select
        aria-label="What was done"
        placeholder="Anything done"
        clearable
        searchable
        w={186}
        data={offered
          .map((value) => ({ value, label: actionLabel(value) }))
          .sort((a, b) => a.label.localeCompare(b.label))}
        value={search.action ?? null}
        onChange={(action) => set({ action: action ?? undefined })}
      />
      <Select
        aria-label="By whom"
        placeholder="By anyone"
        clearable
        searchable
        w={160}
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        value={search.by ?? null}
        onChange={(by) => set({ by: by ?? undefined })}
      />
      {taskId === undefined ? (
        search.item !== undefined && (
          <Button
            variant="light"
            rightSection={<IconX size={13} aria-hidden />}
            onClick={() => set({ item: undefined })}
            aria-label={`Show all items, not only ${itemName ?? 'this one'}`}
          >
            {itemName ?? 'One item'}
          </Button>
        )
      ) : (
        <ItemSelect taskId={taskId} item={search.item} known={itemName} onChange={(item) => set({ item })} />
      )}
      <DayFields value={search} onChange={({ from, to }) => set({ from, to })} />
      {Object.keys(search).length > 0 && (
        <Tooltip label="Clear the filters">
          <ActionIcon aria-label="Clear the filters" onClick={() => onChange({})}>
            <IconX size={15} />
          </ActionIcon>
        </Tooltip>
      )}
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
  known: string | null;
  onChange: (item: string | undefined) => void;
}

/** Finds an item of the task by a part of its name. */
function ItemSelect({ taskId, item, known, onChange }: ItemSelectProps) {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 200);
  const found = useQuery(itemNamesQuery(taskId, asked));
  const chosen = useQuery({ ...itemQuery(item ?? ''), enabled: item !== undefined && known === null });
  const name = known ?? chosen.data?.file_name ?? 'One item';
  const offered = (found.data?.items ?? []).filter((each) => each.id !== item);
  return (
    <Select
      aria-label="Item"
      placeholder="Any item"
      clearable
      searchable
      w={180}
      data={[
        ...(item === undefined ? [] : [{ value: item, label: name }]),
        ...offered.map((each) => ({ value: each.id, label: each.file_name })),
      ]}
      // The server has searched already.
      filter={({ options }) => options}
      nothingFoundMessage={found.isFetching ? 'Searching…' : 'No item by that name'}
      value={item ?? null}
      onSearchChange={(next) => setText(next === name ? '' : next)}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}
