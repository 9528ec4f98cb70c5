// The selection in the list, and the anchor of a range.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type ItemList, idsBetween, indexOf } from '../../queries/item-list';
import { ALL, isSelected, NOTHING, prune, type Selection, setSelected } from './selection';

export interface SelectionState {
  readonly selection: Selection;
  readonly toggle: (id: string) => void;
  /** Selects the range from the last pressed item, or from `from` if there is none, to this item. */
  readonly toggleTo: (id: string, from?: string) => void;
  readonly selectAll: () => void;
  readonly clear: () => void;
}

/** `of` identifies the list. A different list starts with nothing selected. */
export function useSelection(list: ItemList | undefined, of: string): SelectionState {
  const [selection, setSelection] = useState(NOTHING);
  const anchor = useRef<string | null>(null);
  const now = useRef({ list });
  now.current = { list };

  const clear = useCallback(() => {
    anchor.current = null;
    setSelection(NOTHING);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for each different list
  useEffect(clear, [of, clear]);
  useEffect(() => {
    if (list?.next !== null) return;
    const known = new Set(list.chunks.flatMap(({ ids }) => ids));
    setSelection((before) => prune(before, known));
  }, [list]);

  const toggle = useCallback((id: string) => {
    anchor.current = id;
    setSelection((before) => setSelected(before, [id], !isSelected(before, id)));
  }, []);
  const toggleTo = useCallback(
    (id: string, begin?: string) => {
      const { list: shown } = now.current;
      if (anchor.current === null && begin !== undefined) toggle(begin);
      const from = anchor.current === null || !shown ? -1 : indexOf(shown, anchor.current);
      const to = shown ? indexOf(shown, id) : -1;
      if (!shown || from < 0 || to < 0) {
        toggle(id);
        return;
      }
      const first = anchor.current ?? id;
      // The whole range gets the state of its first item.
      setSelection((before) => setSelected(before, idsBetween(shown, from, to), isSelected(before, first)));
    },
    [toggle],
  );
  const selectAll = useCallback(() => setSelection(ALL), []);

  return useMemo(
    () => ({ selection, toggle, toggleTo, selectAll, clear }),
    [selection, toggle, toggleTo, selectAll, clear],
  );
}
