// An item of the data list as a card: its picture with the labels drawn on it, and what happens to it.
import { IconMessage, IconMessageExclamation, IconShape } from '@tabler/icons-react';
import { memo } from 'react';
import { LabelPreview } from '../../ui/LabelPreview';
import { StageChip } from '../../ui/StageChip';
import { CameBack } from './CameBack';
import classes from './ItemCard.module.css';
import { ItemLink } from './ItemLink';
import type { ItemEntryProps } from './item-props';
import { LockBadge } from './LockBadge';
import { VerdictCounts } from './VerdictCounts';

export const ItemCard = memo(function ItemCard({ item, index, tabbable, stage, colorOf, onUnlock }: ItemEntryProps) {
  return (
    <article className={classes.card} data-item={item.id}>
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
      <div className={classes.meta}>
        <div className={classes.title}>
          <ItemLink className={classes.open} item={item} index={index} tabbable={tabbable} stage={stage} />
          <VerdictCounts item={item} />
        </div>
        <div className={classes.facts}>
          <StageChip stage={item.stage} bare />
          <CameBack item={item} />
          <span className={classes.counts}>
            {item.open_issues > 0 ? (
              <span className={classes.issues} title={`${item.open_issues} open issues`}>
                <IconMessageExclamation size={14} stroke={1.8} aria-hidden />
                <span className="tnum">{item.open_issues}</span>
                <span className="visually-hidden"> open issues</span>
              </span>
            ) : (
              item.comment_count > 0 && (
                <span title={`${item.comment_count} comments`}>
                  <IconMessage size={14} stroke={1.8} aria-hidden />
                  <span className="tnum">{item.comment_count}</span>
                  <span className="visually-hidden"> comments</span>
                </span>
              )
            )}
            <span title={`${item.label_count} labels`}>
              <IconShape size={14} stroke={1.8} aria-hidden />
              <span className="tnum">{item.label_count}</span>
              <span className="visually-hidden"> labels</span>
            </span>
          </span>
        </div>
      </div>
      {item.lock && (
        <div className={classes.lock}>
          <LockBadge item={item} onUnlock={onUnlock} />
        </div>
      )}
    </article>
  );
});
