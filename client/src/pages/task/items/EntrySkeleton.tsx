// The placeholder of an item that has not been read yet.
import classes from './ItemGrid.module.css';

export function EntrySkeleton({ table }: { table: boolean }) {
  return <div className={table ? classes.emptyRow : classes.emptyCard} aria-hidden="true" />;
}
