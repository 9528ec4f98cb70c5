// The button that opens the menu of an entry of the list.
import { UnstyledButton } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { ItemEntryProps } from './item-props';
import classes from './MenuButton.module.css';

type Props = Pick<ItemEntryProps, 'item' | 'tabbable' | 'onMenu'>;

export function MenuButton({ item, tabbable, onMenu }: Props) {
  return (
    <UnstyledButton
      className={classes.button}
      aria-label={`Actions for ${item.file_name}`}
      aria-haspopup="menu"
      tabIndex={tabbable ? 0 : -1}
      onClick={(event) => onMenu(item, event.currentTarget)}
    >
      <IconDots size={16} stroke={1.8} aria-hidden />
    </UnstyledButton>
  );
}
