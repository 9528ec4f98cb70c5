// The stage of an item with the number of its review, and its status if the stage alone does not imply it.
import type { Item } from '../../../protocol/types';
import { STATUS_DESCRIPTION, STATUS_LABEL } from '../../../ui/item-text';
import { StageIcon } from '../../../ui/StageChip';
import { stageName } from '../../../ui/stages';
import classes from './StatusLabel.module.css';

export function StageLabel({ item, reviews }: { item: Item; reviews: number }) {
  return (
    <span className={classes.stage}>
      <StageIcon stage={item.stage} size={13} />
      {stageName(item.stage, item.review_pass, reviews)}
    </span>
  );
}

export function StatusLabel({ item }: { item: Item }) {
  const { status } = item;
  if (status === 'waiting' || status === 'complete') return null;
  return (
    <span className={classes.status} data-status={status} title={STATUS_DESCRIPTION[status]}>
      {STATUS_LABEL[status]}
    </span>
  );
}
