// The keys of the list: arrows move, Space and x select, Shift selects a range, and the menu key opens the item's menu.
import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { Item } from '../../../protocol/types';
import { type ItemList, idAt, indexOf, itemAt, readCount } from '../../queries/item-list';

interface Props {
  scroller: RefObject<HTMLElement | null>;
  list: ItemList;
  length: number;
  columns: number;
  scrollTo: (row: number) => void;
  onToggle: (id: string) => void;
  onToggleTo: (id: string, from?: string) => void;
  onMenu: (item: Item, from: HTMLElement | null) => void;
}

interface Place {
  readonly index: number;
  readonly id: string | undefined;
}

/** Returns the current index of an item, or its last one if it has left the list. */
function placeOf(list: ItemList, { index, id }: Place): number {
  if (id === undefined || idAt(list, index) === id) return index;
  const found = indexOf(list, id);
  return found >= 0 ? found : index;
}

export function useGridKeys({ scroller, list, length, columns, scrollTo, onToggle, onToggleTo, onMenu }: Props) {
  const [place, setPlace] = useState<Place>({ index: 0, id: undefined });
  const wantsFocus = useRef(false);
  const hasFocus = useRef(false);
  const active = Math.max(0, Math.min(placeOf(list, place), length - 1));

  useEffect(() => {
    // A removed item takes the focus with it, so the item in its place gets it.
    const lost = hasFocus.current && document.activeElement === document.body;
    if (!wantsFocus.current && !lost) return;
    const entry = scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`);
    if (!entry) return;
    wantsFocus.current = false;
    entry.focus({ preventScroll: true });
  });

  const go = (index: number) => {
    const next = Math.min(Math.max(index, 0), readCount(list) - 1);
    wantsFocus.current = true;
    setPlace({ index: next, id: idAt(list, next) });
    scrollTo(Math.floor(next / columns));
    return idAt(list, next);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const at = Number(target.dataset.index);
    if (target.dataset.index === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = itemAt(list, at);
    if (event.key === ' ' || event.key === 'x' || event.key === 'X') {
      event.preventDefault();
      if (item && event.shiftKey) onToggleTo(item.id);
      else if (item) onToggle(item.id);
      return;
    }
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey) || event.key === '.') {
      event.preventDefault();
      if (item) onMenu(item, target);
      return;
    }
    const step: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at + columns,
      ArrowUp: at - columns,
      j: at + columns,
      k: at - columns,
      Home: 0,
      End: length - 1,
    };
    const next = step[event.key];
    if (next === undefined || next < 0 || (next >= length && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    // The end may not have been read yet. Scrolling there reads it.
    if (event.key === 'End' && next >= readCount(list)) scrollTo(Math.floor(next / columns));
    else {
      const id = go(next);
      if (event.shiftKey && id !== undefined) onToggleTo(id, item?.id);
    }
  };

  const onFocus = (event: FocusEvent) => {
    const { index } = (event.target as HTMLElement).dataset;
    hasFocus.current = index !== undefined;
    if (index !== undefined) setPlace({ index: Number(index), id: idAt(list, Number(index)) });
  };
  const onBlur = (event: FocusEvent) => {
    // Neither a removed entry nor a click on empty space has a related target; only a removed entry is disconnected.
    if (event.relatedTarget !== null || event.target.isConnected) hasFocus.current = false;
  };
  return { active, onKeyDown, onFocus, onBlur };
}
