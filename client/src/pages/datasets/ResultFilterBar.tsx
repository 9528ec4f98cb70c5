// The filters of a dataset's results. They also apply to exports.
import { Select } from '@mantine/core';
import type { Dataset, OntologyClass, Person } from '../../protocol/types';
import { counted } from '../../ui/counted';
import { DayFields } from '../../ui/DayFields';
import { ClearFilters, FilterSelect } from '../../ui/FilterSelect';
import { SearchInput } from '../../ui/SearchInput';
import page from '../Page.module.css';
import { omitUndefined } from '../queries/search-params';
import classes from './DatasetPage.module.css';
import { cleared, type DatasetSearch, filterOf } from './dataset-search';

interface Props {
  dataset: Dataset;
  search: DatasetSearch;
  onChange: (search: DatasetSearch) => void;
  classes: readonly OntologyClass[];
  people: readonly Person[];
  /** The number of matching results; null while unknown. */
  total: number | null;
}

export function ResultFilterBar({ dataset, search, onChange, classes: offered, people, total }: Props) {
  const set = (part: { [K in keyof DatasetSearch]: DatasetSearch[K] | undefined }) =>
    onChange(omitUndefined<DatasetSearch>({ ...search, ...part }));
  return (
    <search className={page.filters} aria-label="Filter the results">
      <SearchInput value={search.q ?? ''} onChange={(q) => set({ q: q === '' ? undefined : q })} />
      {dataset.tasks.length > 1 && (
        <FilterSelect
          label="Task"
          placeholder="Any task"
          width={150}
          options={dataset.tasks}
          value={search.task}
          onChange={(task) => set({ task })}
        />
      )}
      <FilterSelect
        label="Class"
        placeholder="Any class"
        width={140}
        options={offered}
        value={search.class}
        onChange={(cls) => set({ class: cls })}
      />
      <FilterSelect
        label="Accepted by"
        placeholder="Accepted by anyone"
        width={160}
        options={people}
        value={search.by}
        onChange={(by) => set({ by })}
      />
      <DayFields value={search} onChange={({ from, to }) => set({ from, to })} />
      {Object.keys(filterOf(search)).length > 0 && <ClearFilters onClear={() => onChange(cleared(search))} />}
      <div className={classes.end}>
        <span className={`${classes.total} tnum`} aria-live="polite">
          {total !== null && counted(total, 'result')}
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
