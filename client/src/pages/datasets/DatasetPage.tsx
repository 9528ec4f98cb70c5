// A dataset: its accepted results with their versions, and the export to a file.
import { Button, Skeleton } from '@mantine/core';
import { IconFileExport, IconPhotoUp } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Dataset, Me } from '../../protocol/types';
import { Delayed } from '../../ui/Delayed';
import { VirtualTable } from '../../ui/VirtualTable';
import { datasetQuery, resultsQuery } from '../queries/datasets';
import { mergePeople } from '../queries/merge-people';
import { QueryError } from '../queries/QueryError';
import { omitUndefined } from '../queries/search-params';
import { usePages } from '../queries/use-pages';
import { DatasetHead } from './DatasetHead';
import classes from './DatasetPage.module.css';
import { cleared, type DatasetSearch, filterOf, sortOf } from './dataset-search';
import { ExportDialog } from './ExportDialog';
import { NoResults } from './NoResults';
import { ResultFilterBar } from './ResultFilterBar';
import { columnsOf, resultCells } from './result-cells';
import { UploadDialog } from './UploadDialog';
import { useInspectors, useOntologies } from './use-ontologies';
import { VersionsPanel } from './VersionsPanel';

interface Props {
  datasetId: string;
  search: DatasetSearch;
  me: Me;
}

export function DatasetPage({ datasetId, search, me }: Props) {
  const dataset = useQuery(datasetQuery(datasetId));
  if (dataset.isError && !dataset.data) {
    return <QueryError error={dataset.error} what="This dataset" onRetry={() => void dataset.refetch()} />;
  }
  if (!dataset.data) {
    return (
      <Delayed label="Loading the dataset">
        <div className={classes.skeletons}>
          <Skeleton height={18} width={220} />
          <Skeleton height={280} />
        </div>
      </Delayed>
    );
  }
  return <DatasetContent dataset={dataset.data} search={search} me={me} />;
}

const ROW = 48;
const GREY = '#8b919b';

function DatasetContent({ dataset, search, me }: { dataset: Dataset; search: DatasetSearch; me: Me }) {
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'upload' | 'export' | null>(null);
  const table = useRef<HTMLDivElement>(null);
  const filter = filterOf(search);
  const results = useInfiniteQuery(resultsQuery(dataset.id, filter, sortOf(search)));
  const ontologies = useOntologies(dataset.tasks);
  const inspectors = useInspectors(dataset.tasks);
  const { rows, more } = usePages(results);
  const people = mergePeople(
    inspectors,
    rows.map((row) => row.accepted_by),
  );
  const total = results.data?.pages[0]?.total ?? null;

  const change = (next: DatasetSearch) =>
    void navigate({ to: '/datasets/$datasetId', params: { datasetId: dataset.id }, search: next, replace: true });
  const selectItem = (item: string | undefined, version?: number) =>
    change(omitUndefined<DatasetSearch>({ ...search, item, version }));
  const close = () => {
    selectItem(undefined);
    table.current?.querySelector<HTMLElement>('[data-row][aria-expanded="true"]')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && search.item !== undefined && isForPage(event)) close();
  };
  const columns = columnsOf(search.item !== undefined);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the panel wherever the focus is
    <div className={classes.page} onKeyDown={onKeyDown}>
      <title>{`${dataset.name} · Countersign`}</title>
      <DatasetHead dataset={dataset}>
        {me.is_admin && (
          <Button
            variant="default"
            leftSection={<IconPhotoUp size={15} stroke={1.7} aria-hidden />}
            onClick={() => setDialog('upload')}
          >
            Add images…
          </Button>
        )}
        <Button leftSection={<IconFileExport size={15} stroke={1.7} aria-hidden />} onClick={() => setDialog('export')}>
          Export…
        </Button>
      </DatasetHead>
      <ResultFilterBar
        dataset={dataset}
        search={search}
        onChange={change}
        classes={ontologies.classes}
        people={people}
        total={total}
      />
      <div className={classes.body} ref={table}>
        <div className={classes.results}>
          {results.isPending && (
            <Delayed label="Loading the results">
              <div className={classes.skeletons}>
                {Array.from({ length: 8 }, (_, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
                  <Skeleton key={index} height={36} />
                ))}
              </div>
            </Delayed>
          )}
          {results.isError && rows.length === 0 && (
            <QueryError error={results.error} what="The results" onRetry={() => void results.refetch()} />
          )}
          {results.isSuccess && rows.length === 0 && (
            <NoResults
              dataset={dataset}
              filtered={Object.keys(filter).length > 0}
              onClear={() => change(cleared(search))}
              onUpload={me.is_admin ? () => setDialog('upload') : null}
            />
          )}
          {rows.length > 0 && (
            <VirtualTable
              label="Accepted results"
              columns={columns}
              rows={rows}
              keyOf={(row) => row.item_id}
              rowHeight={ROW}
              total={total ?? undefined}
              stale={results.isPlaceholderData}
              more={more}
              isChosen={(row) => row.item_id === search.item}
              cells={(row, focus) =>
                resultCells({
                  ...{ row, focus, columns },
                  chosen: row.item_id === search.item,
                  colorOf: (cls) => ontologies.classOf(row.task.id, cls)?.color ?? GREY,
                  onOpen: selectItem,
                })
              }
            />
          )}
        </div>
        {search.item !== undefined && (
          <VersionsPanel
            itemId={search.item}
            version={search.version}
            ontologies={ontologies}
            onVersion={(version) => selectItem(search.item, version)}
            onClose={close}
          />
        )}
      </div>
      <ExportDialog
        dataset={dataset}
        filter={filter}
        // Unknown while the table still shows the results of the previous filters.
        count={results.isPlaceholderData ? null : total}
        opened={dialog === 'export'}
        onClose={() => setDialog(null)}
        names={{
          task: (id) => dataset.tasks.find((task) => task.id === id)?.name,
          class: (id) => ontologies.classes.find((each) => each.id === id)?.name,
          person: (id) => people.find((person) => person.id === id)?.name,
        }}
      />
      {me.is_admin && <UploadDialog dataset={dataset} opened={dialog === 'upload'} onClose={() => setDialog(null)} />}
    </div>
  );
}

/** Returns whether a key is meant for the page. Text fields use Escape themselves, and React also bubbles keys from dialogs,
 * which are elsewhere in the document. */
function isForPage(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  return event.currentTarget.contains(target) && target.closest('input:not([type="checkbox"])') === null;
}
