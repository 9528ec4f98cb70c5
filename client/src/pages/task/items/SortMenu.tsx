// The order of the list.
import { Button, Menu } from '@mantine/core';
import { IconArrowsSort } from '@tabler/icons-react';
import { MenuChoice } from '../../../ui/MenuChoice';
import type { DataSearch } from '../search';
import classes from './FilterBar.module.css';

type Order = NonNullable<DataSearch['sort']> | 'position';

const ORDERS: readonly Order[] = ['position', 'name', 'updated', 'priority'];
const LABEL: Record<Order, string> = {
  position: 'In task order',
  name: 'By file name',
  updated: 'Latest change first',
  priority: 'Most urgent first',
};

export function SortMenu({ search, onChange }: { search: DataSearch; onChange: (search: DataSearch) => void }) {
  const { sort, ...rest } = search;
  const order = sort ?? 'position';
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          className={classes.menu}
          leftSection={<IconArrowsSort size={15} stroke={1.7} />}
          aria-label={`Order: ${LABEL[order]}`}
          title={LABEL[order]}
        >
          <span className={classes.wide}>{LABEL[order]}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ORDERS.map((each) => (
          <MenuChoice
            key={each}
            kind="radio"
            checked={each === order}
            onClick={() => onChange(each === 'position' ? rest : { ...rest, sort: each })}
          >
            {LABEL[each]}
          </MenuChoice>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
