// Marks on an item: its priority, its violations of the quality rules, and whether the user has not opened it.
import { IconAlertTriangle, IconArrowBadgeUp, IconArrowDown, IconFlame } from '@tabler/icons-react';
import type { Item } from '../../../protocol/types';
import { priorityLabel } from '../../../ui/item-text';
import classes from './ItemMarks.module.css';

export function PriorityMark({ item, words = false }: { item: Item; words?: boolean }) {
  const { priority } = item;
  if (priority === 0) return words ? <span className="dim">–</span> : null;
  const Icon = priority === 2 ? IconFlame : priority === 1 ? IconArrowBadgeUp : IconArrowDown;
  const label = `${priorityLabel(priority)} priority`;
  return (
    <span className={classes.mark} data-priority={priority} title={label}>
      <Icon size={14} stroke={1.9} role="img" aria-label={label} />
      {words && (
        <span className={classes.word} aria-hidden="true">
          {priorityLabel(priority)}
        </span>
      )}
    </span>
  );
}

export function ViolationMark({ item }: { item: Item }) {
  const { violations } = item;
  if (violations === 0) return null;
  const label = violations === 1 ? '1 violation' : `${violations} violations`;
  return (
    <span className={classes.mark} data-bad title={`${label} of the quality rules`}>
      <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
      <span className="tnum">{violations}</span>
      <span className="visually-hidden"> {violations === 1 ? 'violation' : 'violations'}</span>
    </span>
  );
}

/** A dot on an item that the user must open before accepting or rejecting it. */
export function UnopenedMark({ item }: { item: Item }) {
  if (item.opened || item.stage !== 'acceptance' || !item.can.judge) return null;
  return <span className={classes.unopened} role="img" aria-label="Not opened by you" title="Not opened by you yet" />;
}
