// The way out of a dataset: says what the file will hold, makes it in the background, and keeps the earlier ones at hand.
import { Button, Modal } from '@mantine/core';
import type { Dataset, ResultFilter } from '../../protocol/types';
import { counted } from '../../ui/counted';
import { useStartExport } from '../data/datasets';
import { Failure } from '../data/Failure';
import classes from './ExportDialog.module.css';
import { ExportList } from './ExportList';
import { filterWords, type Names } from './filter-words';

interface Props {
  dataset: Dataset;
  filter: ResultFilter;
  /** How many results it holds; null while that is not known. */
  count: number | null;
  names: Names;
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
          <b>{filterWords(filter, names)}</b>
          <p className={classes.note}>
            {count === null ? 'Counting…' : counted(count, 'picture')} with the newest accepted labels of each, as one
            COCO JSON file. What is chosen by the filters of the page goes into it.
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
      {count === 0 && <p className={classes.note}>There is nothing to export. Choose other filters first.</p>}
      <Failure error={start.error} what="The export" />
      <ExportList dataset={dataset.id} names={names} />
    </Modal>
  );
}
