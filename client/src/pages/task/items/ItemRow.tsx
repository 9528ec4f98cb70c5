// An item of the data list as a row of the table.
import { IconMessageExclamation } from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import type { Person } from '../../../protocol/types';
import { LabelPreview } from '../../../ui/LabelPreview';
import { PersonAvatar } from '../../../ui/PersonAvatar';
import { RelativeTime } from '../../../ui/RelativeTime';
import grid from './ItemGrid.module.css';
import { ItemLink } from './ItemLink';
import { PriorityMark, UnopenedMark, ViolationMark } from './ItemMarks';
import classes from './ItemRow.module.css';
import type { ItemEntryProps } from './item-props';
import { LockBadge } from './LockBadge';
import { MenuButton } from './MenuButton';
import { ReturnMarks } from './ReturnMarks';
import { SelectBox } from './SelectBox';
import { StageLabel, StatusLabel } from './StatusLabel';
import { VerdictCounts } from './VerdictCounts';

export const ItemRow = memo(function ItemRow(props: ItemEntryProps) {
  const { item, index, tabbable, selected, filter, colorOf, reviews, onToggle, onUnlock, onMenu } = props;
  const judged = item.approved_count + item.rejected_count > 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the rows of a virtual table are positioned one by one
    // biome-ignore lint/a11y/useFocusableInteractive: the link inside has the focus
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`${grid.tableRow} ${classes.row}`}
      data-item={item.id}
      data-selected={selected || undefined}
    >
      <Cell className={classes.above}>
        <SelectBox item={item} selected={selected} onToggle={onToggle} />
      </Cell>
      <Cell className={classes.picture}>
        <LabelPreview
          src={item.media.thumbnail_url}
          alt=""
          width={item.media.width}
          height={item.media.height}
          outlines={item.preview}
          colorOf={colorOf}
        />
      </Cell>
      <Cell className={classes.name}>
        <UnopenedMark item={item} />
        <ItemLink className={classes.open} item={item} index={index} tabbable={tabbable} filter={filter} />
        {item.lock && (
          <span className={classes.above}>
            <LockBadge item={item} onUnlock={onUnlock} wide />
          </span>
        )}
      </Cell>
      <Cell>
        <StageLabel item={item} reviews={reviews} />
      </Cell>
      <Cell>
        <StatusLabel item={item} />
      </Cell>
      <PersonCell person={item.submitted_by} />
      <PersonCell person={item.reviewed_by} />
      <PersonCell person={item.assignee} />
      <Cell className={grid.number}>{judged ? <VerdictCounts item={item} /> : <None />}</Cell>
      <Cell className={`${grid.number} tnum`}>
        {item.open_issues > 0 ? (
          <span className={classes.issues}>
            <IconMessageExclamation size={14} stroke={1.8} aria-hidden />
            {item.open_issues}
            <span className="visually-hidden"> {item.open_issues === 1 ? 'open issue' : 'open issues'}</span>
          </span>
        ) : (
          <None />
        )}
      </Cell>
      <Cell className={grid.number}>
        <span className={classes.back}>
          {item.rejections + item.revisions > 0 ? <ReturnMarks item={item} /> : <None />}
        </span>
      </Cell>
      <Cell>
        <PriorityMark item={item} words />
      </Cell>
      <Cell className={grid.number}>{item.violations > 0 ? <ViolationMark item={item} /> : <None />}</Cell>
      <Cell className="dim truncate">
        <RelativeTime at={item.updated_at} />
      </Cell>
      <Cell className={classes.above}>
        <MenuButton item={item} tabbable={tabbable} onMenu={onMenu} />
      </Cell>
    </div>
  );
});

function Cell({ className, children }: { className?: string | undefined; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    <div role="cell" className={className}>
      {children}
    </div>
  );
}

function None() {
  return (
    <span className="dim">
      –<span className="visually-hidden"> none</span>
    </span>
  );
}

function PersonCell({ person }: { person: Person | null }) {
  return (
    <Cell className={classes.person}>
      {person === null ? (
        <None />
      ) : (
        <>
          <span title={person.name} className={classes.avatar}>
            <PersonAvatar person={person} size={20} tooltip={false} />
          </span>
          <span className={`${classes.personName} truncate`} aria-hidden="true">
            {person.name}
          </span>
        </>
      )}
    </Cell>
  );
}
