// Shown over the end of the list: the progress while rows in view are being read, or the error if reading failed.
import { Button, Loader } from '@mantine/core';
import { Delayed } from '../../../ui/Delayed';
import { describeError } from '../../queries/errors';
import { type ItemList, readCount } from '../../queries/item-list';
import classes from './ItemGrid.module.css';

interface Props {
  list: ItemList;
  /** The first item in view. */
  from: number;
  failure: unknown;
  onRetry: () => void;
}

export function ListFoot({ list, from, failure, onRetry }: Props) {
  if (failure) {
    const { title, detail } = describeError(failure, 'The rest of the list');
    return (
      <div className={classes.foot} role="alert">
        <span>
          <b>{title}</b> {detail}
        </span>
        <Button size="compact-xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      </div>
    );
  }
  const read = readCount(list);
  if (list.next === null || from < read) return null;
  return (
    <Delayed label="Loading the list">
      <div className={classes.foot}>
        <Loader size={14} />
        <span className="tnum">
          Loading the list: {read.toLocaleString()} of {list.total.toLocaleString()}
        </span>
      </div>
    </Delayed>
  );
}
