// What an entry of the data list gets, card or row alike.
import type { Item, ItemFilter } from '../../../protocol/types';

export interface ItemEntryProps {
  item: Item;
  index: number;
  /** The one entry that Tab reaches; the arrow keys reach the others. */
  tabbable: boolean;
  selected: boolean;
  /** An item that is opened from here keeps to it with its previous and next. */
  filter: ItemFilter;
  colorOf: (classId: string) => string;
  /** How many reviews the task has. */
  reviews: number;
  onToggle: (id: string, range: boolean) => void;
  onUnlock: (item: Item) => void;
  onMenu: (item: Item, from: HTMLElement) => void;
}
