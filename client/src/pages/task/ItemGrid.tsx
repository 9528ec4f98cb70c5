// The items themselves, as cards or as rows: only what is on screen is drawn, and the arrow keys walk through all of it.
import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Item, Stage } from '../../protocol/types';
import { ItemCard } from './ItemCard';
import classes from './ItemGrid.module.css';
import { ItemRow } from './ItemRow';

interface Props {
  taskId: string;
  items: readonly Item[];
  view: 'cards' | 'table';
  /** The stage the list is filtered by; an item opened from here keeps to it. */
  stage: Stage | undefined;
  colorOf: (classId: string) => string;
  /** What is shown belongs to the filter before. */
  stale: boolean;
  loadingMore: boolean;
  onNearEnd: () => void;
  onUnlock: (item: Item) => void;
}

const GAP = 12;
const CARD_MIN = 212;
const CARD_META = 62;
const ROW_HEIGHT = 46;
const PAD = 24;

export function ItemGrid(props: Props) {
  const { items, view, onNearEnd } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize();
  const [active, setActive] = useState(0);
  const moved = useRef(false);

  const table = view === 'table';
  const inner = Math.max(width - 2 * PAD, CARD_MIN);
  const columns = table ? 1 : Math.max(1, Math.floor((inner + GAP) / (CARD_MIN + GAP)));
  const cardWidth = (inner - GAP * (columns - 1)) / columns;
  const rowHeight = table ? ROW_HEIGHT : Math.round(cardWidth * 0.68) + CARD_META + GAP;
  const rows = Math.ceil(items.length / columns);

  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 3,
    paddingStart: table ? 0 : 14,
    paddingEnd: 24,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new row height makes every measurement stale
  useEffect(() => virtual.measure(), [virtual, rowHeight]);

  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows - 4) onNearEnd();
  }, [last, rows, onNearEnd]);

  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`)?.focus();
  });

  const go = (index: number) => {
    const next = Math.min(Math.max(index, 0), items.length - 1);
    moved.current = true;
    setActive(next);
    virtual.scrollToIndex(Math.floor(next / columns));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (target.dataset.index === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = Number(target.dataset.index);
    const step: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at + columns,
      ArrowUp: at - columns,
      j: at + columns,
      k: at - columns,
      Home: 0,
      End: items.length - 1,
    };
    const next = step[event.key];
    if (next === undefined || next < 0 || (next >= items.length && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    go(next);
  };

  const activeIndex = Math.min(active, items.length - 1);
  return (
    <section
      ref={scroller}
      className={classes.scroller}
      aria-label="Items"
      aria-busy={props.stale || props.loadingMore}
      data-stale={props.stale || undefined}
      onKeyDown={onKeyDown}
    >
      {table && <TableHead />}
      <div ref={sizeRef} className={classes.space} style={{ height: virtual.getTotalSize() }}>
        {width > 0 &&
          shown.map((row) => (
            <div
              key={row.key}
              className={classes.row}
              style={{
                transform: `translateY(${row.start}px)`,
                height: table ? ROW_HEIGHT : rowHeight - GAP,
                gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
                gap: GAP,
                padding: table ? 0 : `0 ${PAD}px`,
              }}
            >
              {items.slice(row.index * columns, (row.index + 1) * columns).map((item, offset) => {
                const index = row.index * columns + offset;
                const Entry = table ? ItemRow : ItemCard;
                return (
                  <Entry
                    key={item.id}
                    item={item}
                    index={index}
                    tabbable={index === activeIndex}
                    stage={props.stage}
                    colorOf={props.colorOf}
                    onUnlock={props.onUnlock}
                  />
                );
              })}
            </div>
          ))}
      </div>
    </section>
  );
}

function TableHead() {
  return (
    <div className={classes.head} aria-hidden="true">
      <span />
      <span>File</span>
      <span>Stage</span>
      <span className={classes.number}>Labels</span>
      <span className={classes.number}>Verdicts</span>
      <span className={classes.number}>Issues</span>
      <span>Editor</span>
      <span>Changed</span>
    </div>
  );
}
