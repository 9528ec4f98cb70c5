// The link from an entry of the data list to its item. Previous and next there follow the filter of the list.
import { Link } from '@tanstack/react-router';
import classes from './ItemLink.module.css';
import type { ItemEntryProps } from './item-props';

type Props = Pick<ItemEntryProps, 'item' | 'index' | 'tabbable' | 'filter'> & { className: string | undefined };

export function ItemLink({ item, index, tabbable, filter, className }: Props) {
  return (
    <Link
      className={`${classes.link} ${className} truncate`}
      to="/tasks/$taskId/items/$itemId"
      params={{ taskId: item.task_id, itemId: item.id }}
      search={filter}
      data-index={index}
      tabIndex={tabbable ? 0 : -1}
      title={item.file_name}
    >
      {item.file_name}
    </Link>
  );
}
