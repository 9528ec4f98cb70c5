// The buttons that move a line of a list up or down, or remove it.
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';

interface Props {
  /** The name of the line, for screen readers. */
  name: string;
  first: boolean;
  last: boolean;
  onMove: (step: -1 | 1) => void;
  onRemove: () => void;
}

export function MoveButtons({ name, first, last, onMove, onRemove }: Props) {
  return (
    <>
      <Tooltip label="Move up">
        <ActionIcon aria-label={`Move ${name} up`} disabled={first} onClick={() => onMove(-1)}>
          <IconArrowUp size={15} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Move down">
        <ActionIcon aria-label={`Move ${name} down`} disabled={last} onClick={() => onMove(1)}>
          <IconArrowDown size={15} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Remove">
        <ActionIcon
          aria-label={`Remove ${name}`}
          onClick={(event) => {
            focusNextTo(event.currentTarget);
            onRemove();
          }}
        >
          <IconTrash size={15} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

/** Moves the focus out of a line that is about to be removed: to the next line, the previous one, or the button that adds one. */
function focusNextTo(button: Element): void {
  const line = button.closest('li');
  const places = [line?.nextElementSibling, line?.previousElementSibling, line?.parentElement?.parentElement];
  for (const place of places) {
    const fields = [...(place?.querySelectorAll<HTMLElement>('input, button') ?? [])];
    const field = fields.find((each) => !line?.contains(each) && !each.matches(':disabled'));
    if (field) return field.focus();
  }
}

/** Moves the line of the focused field with Alt and an arrow key. */
export function handleAltArrow(event: KeyboardEvent, move: (step: -1 | 1) => void): void {
  if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
  event.preventDefault();
  move(event.key === 'ArrowUp' ? -1 : 1);
}
