// A number of items that leads to the data list with just these items.
import { Link } from '@tanstack/react-router';
import type { ItemFilter } from '../../protocol/types';
import classes from './figures.module.css';

interface Props {
  taskId: string;
  filter: ItemFilter;
  count: number;
  /** What the count is of, after the number: "in Review". */
  label: string;
}

export function ListLink({ taskId, filter, count, label }: Props) {
  if (count === 0) return <span className={classes.zero}>0</span>;
  return (
    <Link
      to="/tasks/$taskId"
      params={{ taskId }}
      search={filter}
      className={classes.link}
      aria-label={`${count.toLocaleString()} ${label}: show in the list`}
    >
      {count.toLocaleString()}
    </Link>
  );
}
