// The keys of the list as a whole: Ctrl+A selects all that match, Esc clears the selection.
import { useHotkeys } from '@mantine/hooks';
import type { SelectionState } from './use-selection';

const TEXT_INPUT = 'textarea, select, [contenteditable], input:not([type="checkbox"], [type="radio"])';

/** Returns whether the key belongs to something else: a field, an overlay, or an overlay that this key has just closed. */
function isHandledElsewhere({ target }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || !target.isConnected || target.matches(TEXT_INPUT)) return true;
  const over = document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]');
  return [...over].some((element) => element.checkVisibility());
}

export function useListKeys({
  selecting,
  count,
  enabled,
}: {
  selecting: SelectionState;
  count: number;
  enabled: boolean;
}) {
  useHotkeys(
    [
      [
        'mod+A',
        (event) => {
          if (!enabled || isHandledElsewhere(event)) return;
          event.preventDefault();
          selecting.selectAll();
        },
        { preventDefault: false },
      ],
      [
        'Escape',
        (event) => {
          if (count > 0 && !isHandledElsewhere(event)) selecting.clear();
        },
        { preventDefault: false },
      ],
    ],
    [],
  );
}
