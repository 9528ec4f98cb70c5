// What an entry of the data list gets, card or row alike.
import type { Item, Stage } from '../../protocol/types';

export interface ItemEntryProps {
  item: Item;
  index: number;
  /** The one entry that Tab reaches; the arrow keys reach the others. */
  tabbable: boolean;
  stage: Stage | undefined;
  colorOf: (classId: string) => string;
  onUnlock: (item: Item) => void;
}
