// A table of any length: it renders only the rows on screen, asks for more near the end, and moves from row to row by the
// arrow keys. Rows grow with their content.
// biome-ignore-all lint/a11y/useSemanticElements: a real table cannot leave out the rows that are off screen
// biome-ignore-all lint/a11y/useFocusableInteractive: rows of a table that is read, not of a grid
import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import long from './LongList.module.css';
import classes from './VirtualTable.module.css';

export interface Column {
  readonly key: string;
  readonly title: ReactNode;
  /** A track size of CSS grid: `120px`, `minmax(0, 1fr)`. */
  readonly width: string;
  readonly end?: boolean;
}

/** How a list that is loaded page by page gets its next page. */
export interface MorePages {
  readonly loading: boolean;
  /** The next page failed to load. */
  readonly failed: boolean;
  /** Called when the end of the list is near. */
  readonly onNearEnd: () => void;
  /** Called when the person asks for the next page. */
  readonly onMore: () => void;
}

interface Props<Row> {
  label: string;
  columns: readonly Column[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
  /** Returns one cell per column. The main control of the row gets `focus`, so that Tab reaches it in one row only. */
  cells: (row: Row, focus: RowFocus) => readonly ReactNode[];
  /** Returns what is unfolded below the cells. */
  detail?: (row: Row) => ReactNode;
  isChosen?: (row: Row) => boolean;
  rowHeight: number;
  /** The total number of rows, if known. */
  total?: number | undefined;
  stale: boolean;
  more: MorePages;
}

export interface RowFocus {
  readonly 'data-row': number;
  readonly tabIndex: 0 | -1;
}

const LOAD_AHEAD_ROWS = 8;

export function VirtualTable<Row>(props: Props<Row>) {
  const { rows, columns, cells, detail, keyOf, more } = props;
  const { onNearEnd } = more;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const focusPending = useRef(false);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
    estimateSize: () => props.rowHeight,
    overscan: 6,
  });

  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - LOAD_AHEAD_ROWS) onNearEnd();
  }, [last, rows.length, onNearEnd]);

  useEffect(() => {
    if (!focusPending.current) return;
    const control = scroller.current?.querySelector<HTMLElement>(`[data-row="${active}"]`);
    if (!control) return;
    focusPending.current = false;
    control.focus();
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const at = (event.target as HTMLElement).dataset.row;
    if (at === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps: Record<string, number> = {
      ArrowDown: Number(at) + 1,
      ArrowUp: Number(at) - 1,
      j: Number(at) + 1,
      k: Number(at) - 1,
      Home: 0,
      End: rows.length - 1,
    };
    const next = steps[event.key];
    if (next === undefined || next < 0 || next >= rows.length) return;
    event.preventDefault();
    focusPending.current = true;
    setActive(next);
    virtual.scrollToIndex(next);
  };

  const template = columns.map((column) => column.width).join(' ');
  const activeIndex = Math.min(active, rows.length - 1);
  return (
    <>
      <div
        ref={scroller}
        className={long.scroller}
        data-stale={props.stale || undefined}
        onKeyDown={onKeyDown}
        role="table"
        aria-label={props.label}
        aria-rowcount={props.total === undefined ? -1 : props.total + 1}
        aria-busy={props.stale || more.loading}
      >
        <div
          className={`${long.head} ${classes.columns}`}
          role="row"
          aria-rowindex={1}
          style={{ gridTemplateColumns: template }}
        >
          {columns.map((column) => (
            <div key={column.key} role="columnheader" className={classes.cell} data-end={column.end || undefined}>
              {column.title}
            </div>
          ))}
        </div>
        <div role="rowgroup" className={long.space} style={{ height: virtual.getTotalSize() }}>
          {shown.map((place) => {
            const row = rows[place.index];
            if (row === undefined) return null;
            const unfolded = detail?.(row);
            const focus: RowFocus = { 'data-row': place.index, tabIndex: place.index === activeIndex ? 0 : -1 };
            return (
              <div
                key={place.key}
                ref={virtual.measureElement}
                data-index={place.index}
                className={`${long.row} ${classes.row}`}
                data-chosen={props.isChosen?.(row) || undefined}
                style={{ transform: `translateY(${place.start}px)` }}
                role="presentation"
              >
                <div
                  className={`${classes.columns} ${classes.cells}`}
                  role="row"
                  aria-rowindex={place.index + 2}
                  style={{ gridTemplateColumns: template, minHeight: props.rowHeight }}
                  onFocus={() => setActive(place.index)}
                >
                  {cells(row, focus).map((cell, at) => (
                    <div
                      key={columns[at]?.key}
                      role="cell"
                      className={classes.cell}
                      data-end={columns[at]?.end || undefined}
                    >
                      {cell}
                    </div>
                  ))}
                </div>
                {unfolded && (
                  <div role="row">
                    <div role="cell" aria-colspan={columns.length}>
                      {unfolded}
                    </div>
                  </div>
                )}
              </div>
            );
          })}
        </div>
      </div>
      {more.failed && (
        <div className={classes.failed} role="alert">
          The rest could not be loaded.
          <Button variant="default" loading={more.loading} onClick={more.onMore}>
            Try again
          </Button>
        </div>
      )}
    </>
  );
}
