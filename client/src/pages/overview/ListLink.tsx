// A count that links to the data list, filtered to the counted items.
import { Link } from '@tanstack/react-router';
import type { ItemFilter } from '../../protocol/types';
import classes from './overview-figures.module.css';

interface Props {
  taskId: string;
  filter: ItemFilter;
  count: number;
  /** Follows the number in the link's accessible name, such as "in Review". */
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
