// The number of selected items and the actions on them, at the bottom of the list while any item is selected.
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconFlag, IconLockOpen, IconUserPlus, IconX } from '@tabler/icons-react';
import { MAX_BULK_ITEMS, MAX_SELECTED_ITEMS } from '../../../protocol/limits';
import type { BulkKind } from '../../../protocol/types';
import { itemCount } from '../../../ui/item-text';
import { Keys } from '../../../ui/Keys';
import classes from './SelectionBar.module.css';
import type { SelectionState } from './use-selection';

interface Props {
  count: number;
  total: number;
  selecting: SelectionState;
  manages: boolean;
  inspects: boolean;
  /** Whether the task has an acceptance stage. */
  accepts: boolean;
  onAction: (kind: BulkKind) => void;
}

export function SelectionBar({ count, total, selecting, manages, inspects, accepts, onAction }: Props) {
  if (count === 0) return null;
  const byName = selecting.selection.kind === 'some';
  const tooMany = count > (byName ? MAX_SELECTED_ITEMS : MAX_BULK_ITEMS);
  const button = (kind: BulkKind, label: string, Icon: typeof IconX, color?: string) => (
    <Button
      variant={color ? 'light' : 'default'}
      {...(color && { color })}
      leftSection={<Icon size={14} stroke={2} />}
      disabled={tooMany}
      onClick={() => onAction(kind)}
    >
      {label}
    </Button>
  );
  return (
    <section className={classes.bar} aria-label="Selected items">
      <b className={`${classes.count} tnum`} role="status">
        {itemCount(count)} selected
      </b>
      {count < total && (
        <Button variant="subtle" rightSection={<Keys keys="Ctrl+A" />} onClick={selecting.selectAll}>
          Select all {total.toLocaleString()} that match
        </Button>
      )}
      {tooMany && (
        <span role="alert">
          {byName
            ? `You can select at most ${MAX_SELECTED_ITEMS.toLocaleString()} items one by one. Select all that match instead.`
            : `You can act on at most ${MAX_BULK_ITEMS.toLocaleString()} items at once. Narrow the filters.`}
        </span>
      )}
      <div className={classes.actions}>
        {inspects && accepts && button('accept', 'Accept…', IconCheck, 'green')}
        {inspects && accepts && button('reject', 'Reject…', IconArrowBackUp, 'red')}
        {button('unlock', 'Unlock…', IconLockOpen)}
        {manages && button('assign', 'Assign…', IconUserPlus)}
        {manages && button('prioritise', 'Priority…', IconFlag)}
        <Tooltip label={<>Clear the selection · Esc</>}>
          <ActionIcon aria-label="Clear the selection" onClick={selecting.clear}>
            <IconX size={15} />
          </ActionIcon>
        </Tooltip>
      </div>
    </section>
  );
}
