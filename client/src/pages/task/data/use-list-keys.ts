// Keys that hold for the list as a whole: Ctrl+A selects all that match, Esc lets go.
import { useHotkeys } from '@mantine/hooks';
import type { Selecting } from './use-selection';

const WRITING = 'textarea, select, [contenteditable], input:not([type="checkbox"], [type="radio"])';

/** The key is another's: of a field, of what lies over the list, of what closed itself by this very key. */
function isTaken({ target }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || !target.isConnected || target.matches(WRITING)) return true;
  const over = document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]');
  return [...over].some((element) => element.checkVisibility());
}

export function useListKeys({ selecting, count, enabled }: { selecting: Selecting; count: number; enabled: boolean }) {
  useHotkeys(
    [
      [
        'mod+A',
        (event) => {
          if (!enabled || isTaken(event)) return;
          event.preventDefault();
          selecting.selectAll();
        },
        { preventDefault: false },
      ],
      [
        'Escape',
        (event) => {
          if (count > 0 && !isTaken(event)) selecting.clear();
        },
        { preventDefault: false },
      ],
    ],
    [],
  );
}
