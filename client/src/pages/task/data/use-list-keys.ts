// Keys that hold for the list as a whole: Ctrl+A selects all that match, Esc lets go.
import { useHotkeys } from '@mantine/hooks';
import type { Selecting } from './use-selection';

/** Something lies over the list: its keys are its own. */
function isCovered(): boolean {
  const over = document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]');
  return [...over].some((element) => element.checkVisibility());
}

export function useListKeys({ selecting, count, enabled }: { selecting: Selecting; count: number; enabled: boolean }) {
  useHotkeys([
    [
      'mod+A',
      (event) => {
        if (!enabled || isCovered()) return;
        event.preventDefault();
        selecting.selectAll();
      },
      { preventDefault: false },
    ],
    [
      'Escape',
      (event) => {
        // What had the focus closed itself by this very key.
        const closed = !(event.target instanceof Node && event.target.isConnected);
        if (count > 0 && !closed && !isCovered()) selecting.clear();
      },
      { preventDefault: false },
    ],
  ]);
}
