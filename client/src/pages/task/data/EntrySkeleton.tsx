// The place of an item that was not read yet.
import classes from './ItemGrid.module.css';

export function EntrySkeleton({ table }: { table: boolean }) {
  return <div className={table ? classes.emptyRow : classes.emptyCard} aria-hidden="true" />;
}
