// Keys that hold for the list as a whole: Ctrl+A selects all that match, Esc lets go.
import { useHotkeys } from '@mantine/hooks';
import type { Selecting } from './use-selection';

/** Something lies over the list: its keys are its own. */
function isCovered(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]') !== null;
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
      () => {
        if (count > 0 && !isCovered()) selecting.clear();
      },
      { preventDefault: false },
    ],
  ]);
}
