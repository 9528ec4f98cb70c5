// The items as cards or rows. Only those on screen are rendered; the arrow keys move through all of them.
import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, useCallback, useEffect, useRef } from 'react';
import type { Item, ItemFilter } from '../../../protocol/types';
import long from '../../../ui/LongList.module.css';
import { type ItemList, idAt, indexOf, itemAt, lengthOf, type Span } from '../../queries/item-list';
import { EntrySkeleton } from './EntrySkeleton';
import { ItemCard } from './ItemCard';
import classes from './ItemGrid.module.css';
import { ItemRow } from './ItemRow';
import { ListFoot } from './ListFoot';
import { countOf, isSelected } from './selection';
import { TableHead } from './TableHead';
import { useAnchor } from './use-anchor';
import { useGridKeys } from './use-grid-keys';
import type { SelectionState } from './use-selection';

interface Props {
  list: ItemList;
  /** Identifies the list. A different list starts at its top. */
  name: string;
  view: 'cards' | 'table';
  filter: ItemFilter;
  colorOf: (classId: string) => string;
  reviews: number;
  selecting: SelectionState;
  /** Whether the list still shows the results of the previous filter. */
  stale: boolean;
  onView: (span: Span) => void;
  moreFailed: unknown;
  onReadMore: () => void;
  onUnlock: (item: Item) => void;
  onMenu: (item: Item, from: HTMLElement | null, at?: { x: number; y: number }) => void;
}

const GAP = 12;
const CARD_MIN = 212;
const CARD_META = 62;
const ROW_HEIGHT = 46;
const HEAD_HEIGHT = 32;
const PAD = 24;

export function ItemGrid(props: Props) {
  const { list, name, view, filter, selecting, onView, onMenu } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize();
  const { selection, toggle, toggleTo } = selecting;

  const table = view === 'table';
  const length = lengthOf(list);
  const inner = Math.max(width - 2 * PAD, CARD_MIN);
  const columns = table ? 1 : Math.max(1, Math.floor((inner + GAP) / (CARD_MIN + GAP)));
  const cardWidth = (inner - GAP * (columns - 1)) / columns;
  const rowHeight = table ? ROW_HEIGHT : Math.round(cardWidth * 0.68) + CARD_META + GAP;

  const virtual = useVirtualizer({
    count: Math.ceil(length / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 4,
    paddingStart: table ? 0 : 14,
    paddingEnd: 24,
    scrollPaddingStart: table ? HEAD_HEIGHT : 0,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new row height makes every measurement stale
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for each different list
  useEffect(() => virtual.scrollToOffset(0), [virtual, name]);

  const shown = virtual.getVirtualItems();
  const from = (shown[0]?.index ?? 0) * columns;
  const to = Math.min(length, ((shown.at(-1)?.index ?? 0) + 1) * columns);
  useEffect(() => onView([from, to]), [onView, from, to]);
  useAnchor({ scroller, list, name, columns, rowHeight, from, to });
  const { active, onKeyDown, onFocus, onBlur } = useGridKeys({
    scroller,
    list,
    length,
    columns,
    scrollTo: (row) => virtual.scrollToIndex(row),
    onToggle: toggle,
    onToggleTo: toggleTo,
    onMenu,
  });

  const onToggle = useCallback((id: string, range: boolean) => (range ? toggleTo : toggle)(id), [toggle, toggleTo]);
  const idOf = (event: MouseEvent) => (event.target as Element).closest<HTMLElement>('[data-item]')?.dataset.item;
  const onClick = (event: MouseEvent) => {
    const id = idOf(event);
    if (!event.shiftKey || id === undefined || (event.target as Element).closest('button, input')) return;
    event.preventDefault();
    event.stopPropagation();
    toggleTo(id);
  };

  const Entry = table ? ItemRow : ItemCard;
  const space = (
    <div
      ref={sizeRef}
      role={table ? 'rowgroup' : undefined}
      className={long.space}
      style={{ height: virtual.getTotalSize() }}
    >
      {width > 0 &&
        shown.map((row) => (
          <div
            key={row.key}
            role={table ? 'presentation' : undefined}
            className={`${long.row} ${classes.row}`}
            style={{
              transform: `translateY(${row.start}px)`,
              height: table ? ROW_HEIGHT : rowHeight - GAP,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
              gap: GAP,
              padding: table ? 0 : `0 ${PAD}px`,
            }}
          >
            {Array.from({ length: Math.min(columns, length - row.index * columns) }, (_, offset) => {
              const index = row.index * columns + offset;
              const item = itemAt(list, index);
              if (!item) return <EntrySkeleton key={idAt(list, index) ?? index} table={table} />;
              return (
                <Entry
                  key={item.id}
                  item={item}
                  index={index}
                  tabbable={index === active}
                  selected={isSelected(selection, item.id)}
                  filter={filter}
                  colorOf={props.colorOf}
                  reviews={props.reviews}
                  onToggle={onToggle}
                  onUnlock={props.onUnlock}
                  onMenu={onMenu}
                />
              );
            })}
          </div>
        ))}
    </div>
  );
  const count = countOf(selection, list.total);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it handles the keys of the links inside it
    <div
      className={classes.frame}
      data-selecting={count > 0 || undefined}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={onBlur}
      onMouseDown={(event) => {
        // Selects a range of items, not the text between them.
        if (event.shiftKey && idOf(event) !== undefined) event.preventDefault();
      }}
      onClickCapture={onClick}
      onContextMenu={(event) => {
        const item = itemAt(list, indexOf(list, idOf(event) ?? ''));
        if (!item || event.shiftKey) return;
        event.preventDefault();
        onMenu(item, null, { x: event.clientX, y: event.clientY });
      }}
    >
      <section
        ref={scroller}
        className={`${long.scroller} ${classes.scroller}`}
        aria-label="Items"
        aria-busy={props.stale}
        data-stale={props.stale || undefined}
      >
        {table ? (
          // biome-ignore lint/a11y/useSemanticElements: only the rows on screen are drawn
          <div role="table" aria-label="Items" aria-rowcount={length + 1} className={classes.table}>
            <TableHead count={count} total={list.total} selecting={selecting} />
            {space}
          </div>
        ) : (
          space
        )}
      </section>
      <ListFoot list={list} from={from} failure={props.moreFailed} onRetry={props.onReadMore} />
    </div>
  );
}
