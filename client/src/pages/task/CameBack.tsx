// Says that an item was sent back: how often, and by whom last.
import { IconArrowBackUp } from '@tabler/icons-react';
import type { Item } from '../../protocol/types';
import classes from './CameBack.module.css';

export function CameBack({ item }: { item: Item }) {
  const { rejections, rejected_by: by } = item;
  if (rejections === 0) return null;
  const times = rejections === 1 ? 'once' : `${rejections} times`;
  const words = `Sent back ${times}${by ? `, last by ${by.name}` : ''}`;
  return (
    <span className={classes.mark} title={words}>
      <IconArrowBackUp size={13} stroke={2} role="img" aria-label={words} />
      {rejections > 1 && (
        <span className="tnum" aria-hidden="true">
          {rejections}
        </span>
      )}
    </span>
  );
}
