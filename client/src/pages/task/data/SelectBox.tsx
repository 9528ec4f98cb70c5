// Whether an entry of the list is selected. With the keyboard the entry itself is: Space or x.

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
      // The click says whether a range is meant; what is shown follows from the selection.
      onChange={() => undefined}
      onClick={(event) => {
        event.stopPropagation();
        onToggle(item.id, event.shiftKey);
      }}
    />
  );
}
