// Exports a dataset: shows what the file will contain, creates it in the background, and lists earlier exports.
import { Button, Modal } from '@mantine/core';
import type { Dataset, ResultFilter } from '../../protocol/types';
import { counted } from '../../ui/counted';
import { useStartExport } from '../queries/datasets';
import { Failure } from '../queries/Failure';
import classes from './ExportDialog.module.css';
import { ExportList } from './ExportList';
import { filterText, type NameLookup } from './filter-text';

interface Props {
  dataset: Dataset;
  filter: ResultFilter;
  /** The number of results to export; null while unknown. */
  count: number | null;
  names: NameLookup;
  opened: boolean;
  onClose: () => void;
}

export function ExportDialog({ dataset, filter, count, names, opened, onClose }: Props) {
  const start = useStartExport(dataset.id);
  const close = () => {
    start.reset();
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={`Export ${dataset.name}`} size="lg">
      <div className={classes.what}>
        <div>
          <b>{filterText(filter, names)}</b>
          <p className={classes.note}>
            {count === null ? 'Counting…' : counted(count, 'image')} · one COCO JSON file with the latest accepted
            labels, filtered as on this page.
          </p>
        </div>
        <Button
          data-autofocus
          disabled={count === null || count === 0}
          loading={start.isPending}
          onClick={() => start.mutate(filter)}
        >
          {count === null || count === 0 ? 'Export' : `Export ${count.toLocaleString()}`}
        </Button>
      </div>
      {count === 0 && <p className={classes.note}>There is nothing to export. Change the filters first.</p>}
      <Failure error={start.error} what="The export" />
      <ExportList dataset={dataset.id} names={names} />
    </Modal>
  );
}
