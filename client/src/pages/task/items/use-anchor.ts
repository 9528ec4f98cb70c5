// Keeps the items in view in place while items above them come and go.
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { type ItemList, idAt, indexOf } from '../../queries/item-list';

interface Props {
  scroller: RefObject<HTMLElement | null>;
  list: ItemList;
  name: string;
  columns: number;
  rowHeight: number;
  from: number;
  to: number;
}

interface Seen {
  readonly list: ItemList;
  readonly name: string;
  readonly columns: number;
  /** The items that were in view, with their indices. */
  readonly items: readonly (readonly [id: string, index: number])[];
}

export function useAnchor({ scroller, list, name, columns, rowHeight, from, to }: Props): void {
  const seen = useRef<Seen | null>(null);

  useLayoutEffect(() => {
    const before = seen.current;
    const box = scroller.current;
    if (!before || !box || before.list === list || before.name !== name || before.columns !== columns) return;
    // At the top, the list shows new items instead.
    if (box.scrollTop < rowHeight) return;
    for (const [id, was] of before.items) {
      const is = idAt(list, was) === id ? was : indexOf(list, id);
      if (is < 0) continue;
      const rows = Math.floor(is / columns) - Math.floor(was / columns);
      if (rows !== 0) box.scrollTop += rows * rowHeight;
      return;
    }
  }, [scroller, list, name, columns, rowHeight]);

  useEffect(() => {
    const items: (readonly [string, number])[] = [];
    const top = Math.floor((scroller.current?.scrollTop ?? 0) / rowHeight) * columns;
    for (let index = Math.max(from, top); index < to; index++) {
      const id = idAt(list, index);
      if (id !== undefined) items.push([id, index]);
    }
    seen.current = { list, name, columns, items };
  });
}
