// The header of the table, with the checkbox that selects all matching items.
import { useEffect, useRef } from 'react';
import long from '../../../ui/LongList.module.css';
import classes from './ItemGrid.module.css';
import box from './SelectBox.module.css';
import type { SelectionState } from './use-selection';

const COLUMNS: readonly { name: string; number?: true; hidden?: true }[] = [
  { name: 'Image', hidden: true },
  { name: 'File' },
  { name: 'Stage' },
  { name: 'Status' },
  { name: 'Annotator' },
  { name: 'Reviewer' },
  { name: 'Assigned to' },
  { name: 'Verdicts', number: true },
  { name: 'Issues', number: true },
  { name: 'Returns', number: true },
  { name: 'Priority' },
  { name: 'Violations', number: true },
  { name: 'Changed' },
  { name: 'Actions', hidden: true },
];

export function TableHead({ count, total, selecting }: { count: number; total: number; selecting: SelectionState }) {
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (ref.current) ref.current.indeterminate = count > 0 && count < total;
  }, [count, total]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: only the rows on screen are drawn
    // biome-ignore lint/a11y/useFocusableInteractive: only the checkbox can be pressed
    <div role="row" aria-rowindex={1} className={`${long.head} ${classes.tableRow}`}>
      <Head>
        <input
          ref={ref}
          type="checkbox"
          className={box.box}
          aria-label={`Select all ${total.toLocaleString()} that match`}
          checked={total > 0 && count === total}
          onChange={() => (count > 0 ? selecting.clear() : selecting.selectAll())}
        />
      </Head>
      {COLUMNS.map(({ name, number, hidden }) => (
        <Head key={name} className={number && classes.number} title={name}>
          {hidden ? <span className="visually-hidden">{name}</span> : name}
        </Head>
      ))}
    </div>
  );
}

function Head({ className, title, children }: { className?: string; title?: string; children: React.ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    // biome-ignore lint/a11y/useFocusableInteractive: as above
    <div role="columnheader" className={`${className ?? ''} truncate`} title={title}>
      {children}
    </div>
  );
}
