// The stage of an item with the number of its review, and its status if the stage alone does not imply it.
import type { Item } from '../../../protocol/types';
import { STATUS_LABEL, STATUS_MEANS } from '../../../ui/item-words';
import { StageIcon } from '../../../ui/StageChip';
import { stageName } from '../../../ui/stages';
import classes from './StatusWord.module.css';

export function StageWord({ item, reviews }: { item: Item; reviews: number }) {
  return (
    <span className={classes.stage}>
      <StageIcon stage={item.stage} size={13} />
      {stageName(item.stage, item.review_pass, reviews)}
    </span>
  );
}

export function StatusWord({ item }: { item: Item }) {
  const { status } = item;
  if (status === 'waiting' || status === 'complete') return null;
  return (
    <span className={classes.status} data-status={status} title={STATUS_MEANS[status]}>
      {STATUS_LABEL[status]}
    </span>
  );
}
