// Shows how often an item was sent back and by whom last, and how often it was revised after acceptance.
import { IconArrowBackUp, IconRotate2 } from '@tabler/icons-react';
import type { Item } from '../../../protocol/types';
import classes from './ReturnMarks.module.css';

const times = (count: number) => (count === 1 ? 'once' : `${count} times`);

export function ReturnMarks({ item }: { item: Item }) {
  const { rejections, revisions, returned_by: by } = item;
  const last = by ? `, last by ${by.name}` : '';
  return (
    <>
      {rejections > 0 && (
        <Mark icon={IconArrowBackUp} count={rejections} words={`Sent back ${times(rejections)}${last}`} />
      )}
      {revisions > 0 && (
        <Mark icon={IconRotate2} count={revisions} words={`Revised ${times(revisions)} after acceptance`} />
      )}
    </>
  );
}

function Mark({ icon: Icon, count, words }: { icon: typeof IconRotate2; count: number; words: string }) {
  return (
    <span className={classes.mark} title={words}>
      <Icon size={13} stroke={2} role="img" aria-label={words} />
      {count > 1 && (
        <span className="tnum" aria-hidden="true">
          {count}
        </span>
      )}
    </span>
  );
}
