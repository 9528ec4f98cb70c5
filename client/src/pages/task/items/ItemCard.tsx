// An item of the data list as a card: its image with the labels drawn on it, and its state.
import { IconMessage, IconMessageExclamation, IconShape } from '@tabler/icons-react';
import { memo } from 'react';
import type { Item } from '../../../protocol/types';
import { counted } from '../../../ui/counted';
import { LabelPreview } from '../../../ui/LabelPreview';
import classes from './ItemCard.module.css';
import { ItemLink } from './ItemLink';
import { PriorityMark, UnopenedMark, ViolationMark } from './ItemMarks';
import type { ItemEntryProps } from './item-props';
import { LockBadge } from './LockBadge';
import { MenuButton } from './MenuButton';
import { ReturnMarks } from './ReturnMarks';
import { SelectBox } from './SelectBox';
import { StageLabel, StatusLabel } from './StatusLabel';
import { VerdictCounts } from './VerdictCounts';

export const ItemCard = memo(function ItemCard(props: ItemEntryProps) {
  const { item, index, tabbable, selected, filter, colorOf, reviews, onToggle, onUnlock, onMenu } = props;
  return (
    <article className={classes.card} data-item={item.id} data-selected={selected || undefined}>
      <div className={classes.picture}>
        <LabelPreview
          src={item.media.thumbnail_url}
          alt=""
          width={item.media.width}
          height={item.media.height}
          outlines={item.preview}
          colorOf={colorOf}
        />
        <span className={classes.over}>
          <StatusLabel item={item} />
          <ReturnMarks item={item} />
        </span>
      </div>
      <div className={classes.meta}>
        <div className={classes.title}>
          <UnopenedMark item={item} />
          <ItemLink className={classes.open} item={item} index={index} tabbable={tabbable} filter={filter} />
          <PriorityMark item={item} />
          <VerdictCounts item={item} />
        </div>
        <div className={classes.facts}>
          <StageLabel item={item} reviews={reviews} />
          <Counts item={item} />
          <span className={classes.menu}>
            <MenuButton item={item} tabbable={tabbable} onMenu={onMenu} />
          </span>
        </div>
      </div>
      <div className={classes.select} data-on={selected || undefined}>
        <SelectBox item={item} selected={selected} onToggle={onToggle} />
      </div>
      {item.lock && (
        <div className={classes.lock}>
          <LockBadge item={item} onUnlock={onUnlock} />
        </div>
      )}
    </article>
  );
});

function Counts({ item }: { item: Item }) {
  return (
    <span className={classes.counts}>
      <ViolationMark item={item} />
      {item.open_issues > 0 ? (
        <span className={classes.issues} title={counted(item.open_issues, 'open issue')}>
          <IconMessageExclamation size={14} stroke={1.8} aria-hidden />
          <span className="tnum">{item.open_issues}</span>
          <span className="visually-hidden"> {item.open_issues === 1 ? 'open issue' : 'open issues'}</span>
        </span>
      ) : (
        item.comment_count > 0 && (
          <span title={counted(item.comment_count, 'comment')}>
            <IconMessage size={14} stroke={1.8} aria-hidden />
            <span className="tnum">{item.comment_count}</span>
            <span className="visually-hidden"> {item.comment_count === 1 ? 'comment' : 'comments'}</span>
          </span>
        )
      )}
      <span title={counted(item.label_count, 'label')}>
        <IconShape size={14} stroke={1.8} aria-hidden />
        <span className="tnum">{item.label_count}</span>
        <span className="visually-hidden"> {item.label_count === 1 ? 'label' : 'labels'}</span>
      </span>
    </span>
  );
}
