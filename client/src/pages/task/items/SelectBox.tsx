// The checkbox that selects an entry of the list. With the keyboard, Space or x on the entry does the same.

import type { ItemEntryProps } from './item-props';
import classes from './SelectBox.module.css';

type Props = Pick<ItemEntryProps, 'item' | 'selected' | 'onToggle'>;

export function SelectBox({ item, selected, onToggle }: Props) {
  return (
    <input
      type="checkbox"
      className={classes.box}
      tabIndex={-1}
      aria-label={`Select ${item.file_name}`}
      checked={selected}
      // The click handler knows whether Shift is held for a range. The box follows the selection.
      onChange={() => undefined}
      onClick={(event) => {
        event.stopPropagation();
        onToggle(item.id, event.shiftKey);
      }}
    />
  );
}
