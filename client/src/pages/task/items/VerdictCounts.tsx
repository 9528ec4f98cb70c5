// How many labels of an item are approved and rejected, if any are.
import { IconCheck, IconX } from '@tabler/icons-react';
import type { Item } from '../../../protocol/types';
import classes from './VerdictCounts.module.css';

export function VerdictCounts({ item }: { item: Item }) {
  const { approved_count: approved, rejected_count: rejected } = item;
  if (approved + rejected === 0) return null;
  return (
    <span className={`${classes.counts} tnum`} title={`${approved} approved, ${rejected} rejected`}>
      {approved > 0 && (
        <span className={classes.approved}>
          <IconCheck size={13} stroke={2.6} aria-hidden />
          {approved}
          <span className="visually-hidden"> approved</span>
        </span>
      )}
      {rejected > 0 && (
        <span className={classes.rejected}>
          <IconX size={13} stroke={2.6} aria-hidden />
          {rejected}
          <span className="visually-hidden"> rejected</span>
        </span>
      )}
    </span>
  );
}
