// What is selected, and what can be done with all of it: at the bottom of the list while anything is.
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconFlag, IconLockOpen, IconUserPlus, IconX } from '@tabler/icons-react';
import type { BulkKind } from '../../../protocol/types';
import { itemCount } from '../../../ui/item-words';
import { Keys } from '../../../ui/Keys';
import classes from './SelectionBar.module.css';
import { MAX_NAMED } from './selection';
import type { Selecting } from './use-selection';

interface Props {
  count: number;
  total: number;
  selecting: Selecting;
  manages: boolean;
  inspects: boolean;
  /** The task has acceptance, so that there is something to accept. */
  accepts: boolean;
  onAction: (kind: BulkKind) => void;
}

export function SelectionBar({ count, total, selecting, manages, inspects, accepts, onAction }: Props) {
  if (count === 0) return null;
  const tooMany = selecting.selection.kind === 'some' && count > MAX_NAMED;
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
        <span role="alert">At most {MAX_NAMED.toLocaleString()} one by one: select all that match instead.</span>
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
