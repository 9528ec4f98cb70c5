// The filters of a dataset's results; an export takes what they leave.
import { ActionIcon, Select, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { Dataset, OntologyClass, Person } from '../../protocol/types';
import { DayFields } from '../../ui/DayFields';
import { SearchInput } from '../../ui/SearchInput';
import page from '../Page.module.css';
import classes from './DatasetPage.module.css';
import { type DatasetSearch, filterOf, without } from './dataset-search';

interface Props {
  dataset: Dataset;
  search: DatasetSearch;
  onChange: (search: DatasetSearch) => void;
  classes: readonly OntologyClass[];
  people: readonly Person[];
  /** How many results match; null while that is not known. */
  total: number | null;
}

export function ResultFilterBar({ dataset, search, onChange, classes: offered, people, total }: Props) {
  const set = (part: DatasetSearch) => onChange(without({ ...search, ...part }));
  return (
    <search className={page.filters} aria-label="Filter the results">
      <SearchInput value={search.q ?? ''} onChange={(q) => set({ q: q === '' ? undefined : q })} />
      {dataset.tasks.length > 1 && (
        <Select
          aria-label="Task"
          placeholder="Any task"
          clearable
          searchable
          w={150}
          data={dataset.tasks.map(({ id, name }) => ({ value: id, label: name }))}
          value={search.task ?? null}
          onChange={(task) => set({ task: task ?? undefined })}
        />
      )}
      <Select
        aria-label="Class"
        placeholder="Any class"
        clearable
        searchable
        w={140}
        data={offered.map(({ id, name }) => ({ value: id, label: name }))}
        value={search.class ?? null}
        onChange={(cls) => set({ class: cls ?? undefined })}
      />
      <Select
        aria-label="Accepted by"
        placeholder="Accepted by anyone"
        clearable
        searchable
        w={160}
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        value={search.by ?? null}
        onChange={(by) => set({ by: by ?? undefined })}
      />
      <DayFields value={search} onChange={({ from, to }) => set({ from, to })} />
      {Object.keys(filterOf(search)).length > 0 && (
        <Tooltip label="Clear the filters">
          <ActionIcon
            aria-label="Clear the filters"
            onClick={() => onChange(without({ sort: search.sort, item: search.item, version: search.version }))}
          >
            <IconX size={15} />
          </ActionIcon>
        </Tooltip>
      )}
      <div className={classes.end}>
        <span className={`${classes.total} tnum`} aria-live="polite">
          {total !== null && `${total.toLocaleString()} ${total === 1 ? 'result' : 'results'}`}
        </span>
        <Select
          aria-label="Order"
          w={150}
          allowDeselect={false}
          data={[
            { value: 'accepted', label: 'Newest first' },
            { value: 'name', label: 'By file name' },
          ]}
          value={search.sort ?? 'accepted'}
          onChange={(sort) => set({ sort: sort === 'name' ? 'name' : undefined })}
        />
      </div>
    </search>
  );
}
