// An item of the data list as a row of the table.
import { IconMessageExclamation } from '@tabler/icons-react';
import { memo } from 'react';
import { LabelPreview } from '../../ui/LabelPreview';
import { RelativeTime } from '../../ui/RelativeTime';
import { StageChip } from '../../ui/StageChip';
import { CameBack } from './CameBack';
import grid from './ItemGrid.module.css';
import { ItemLink } from './ItemLink';
import classes from './ItemRow.module.css';
import type { ItemEntryProps } from './item-props';
import { LockBadge } from './LockBadge';
import { VerdictCounts } from './VerdictCounts';

export const ItemRow = memo(function ItemRow({ item, index, tabbable, stage, colorOf, onUnlock }: ItemEntryProps) {
  return (
    <article className={`${grid.tableRow} ${classes.row}`} data-item={item.id}>
      <div className={classes.picture}>
        <LabelPreview
          src={item.media.thumbnail_url}
          alt=""
          width={item.media.width}
          height={item.media.height}
          outlines={item.preview}
          colorOf={colorOf}
        />
      </div>
      <ItemLink className={classes.open} item={item} index={index} tabbable={tabbable} stage={stage} />
      <span className={classes.stage}>
        <StageChip stage={item.stage} bare />
        <CameBack item={item} />
      </span>
      <span className={`${grid.number} tnum`}>
        {item.label_count}
        <span className="visually-hidden"> labels</span>
      </span>
      <span className={grid.number}>
        {item.approved_count + item.rejected_count > 0 ? <VerdictCounts item={item} /> : <span className="dim">–</span>}
      </span>
      <span className={`${grid.number} tnum`}>
        {item.open_issues > 0 ? (
          <span className={classes.issues}>
            <IconMessageExclamation size={14} stroke={1.8} aria-hidden />
            {item.open_issues}
          </span>
        ) : (
          <span className="dim">–</span>
        )}
        <span className="visually-hidden"> open issues</span>
      </span>
      <span className={classes.lock}>{item.lock && <LockBadge item={item} onUnlock={onUnlock} wide />}</span>
      <span className="dim">
        <RelativeTime at={item.updated_at} />
      </span>
    </article>
  );
});
