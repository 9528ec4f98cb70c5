// The props of an entry of the data list, for cards and rows.
import type { Item, ItemFilter } from '../../../protocol/types';

export interface ItemEntryProps {
  item: Item;
  index: number;
  /** Whether this is the one entry that Tab reaches. The arrow keys reach the others. */
  tabbable: boolean;
  selected: boolean;
  /** The filter that previous and next follow in an item opened from here. */
  filter: ItemFilter;
  colorOf: (classId: string) => string;
  /** The number of reviews in the task's workflow. */
  reviews: number;
  onToggle: (id: string, range: boolean) => void;
  onUnlock: (item: Item) => void;
  onMenu: (item: Item, from: HTMLElement) => void;
}
