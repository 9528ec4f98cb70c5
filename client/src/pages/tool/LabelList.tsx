// Labels grouped by class: a tree of two levels, walked by the arrow keys; only what is on screen is drawn. All of the
// labels, or some: the lists of a review share them out.
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Editor } from '../../editor/editor';
import classes from './LabelList.module.css';
import { ClassRow, LabelRow, type OnPick } from './LabelRow';
import { between, type Only, rowsOf } from './label-rows';
import { useSlice } from './use-slice';

const CLASS_HEIGHT = 30;
const LABEL_HEIGHT = 28;

interface Props {
  editor: Editor;
  /** What F6 and the ids of its rows call it. */
  region: string;
  name: string;
  /** Which labels; all when absent. The same function means the same rows. */
  only?: Only;
  /** The signs of verdicts take them back. */
  revertible?: boolean;
  /** Shown when there is no label. */
  children: ReactNode;
}

export function LabelList({ editor, region, name, only, revertible = false, children }: Props) {
  const { groups } = useSlice(editor.labels);
  const selection = useSlice(editor.selection);
  const hovered = useSlice(editor.hovered);
  const view = useSlice(editor.view);
  const { verdicts } = useSlice(editor.review);
  const mode = useSlice(editor.mode);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [cursor, setCursor] = useState<string | null>(null);
  /** Where a range of selected rows begins. */
  const anchor = useRef<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);

  const rows = useMemo(() => rowsOf(groups, closed, only), [groups, closed, only]);
  const indexOf = useMemo(() => new Map(rows.map((row, index) => [row.key, index] as const)), [rows]);
  const selected = useMemo(() => new Set(selection), [selection]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'class' ? CLASS_HEIGHT : LABEL_HEIGHT),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    paddingEnd: 8,
  });

  /** Scrolling asks the browser for its layout: not for a row that is in sight. */
  const reveal = (index: number) => {
    const place = virtual.measurementsCache[index];
    const top = virtual.scrollOffset ?? 0;
    if (place !== undefined && place.start >= top && place.end <= top + (virtual.scrollRect?.height ?? 0)) return;
    virtual.scrollToIndex(index, { align: 'auto' });
  };

  // What is selected on the picture comes into view here, and its class opens. Once for each selecting: an edit moves
  // rows, and a class that is closed by hand stays closed.
  const last = selection.at(-1);
  const wanted = useRef<string | undefined>(undefined);
  useEffect(() => {
    wanted.current = last;
    if (last === undefined) return;
    setCursor(last);
    const its = editor.label(last)?.class;
    if (its !== undefined)
      setClosed((before) => (before.has(its) ? new Set([...before].filter((id) => id !== its)) : before));
  }, [editor, last]);
  useEffect(() => {
    const at = wanted.current === undefined ? undefined : indexOf.get(wanted.current);
    if (at === undefined) return;
    wanted.current = undefined;
    reveal(at);
  });

  const rowId = (key: string) => `${region}-${key}`;
  const at = cursor === null ? -1 : (indexOf.get(cursor) ?? -1);

  const toggle = (classId: string) =>
    setClosed((before) => {
      const next = new Set(before);
      if (!next.delete(classId)) next.add(classId);
      return next;
    });

  /** Selects the row's label, or with `extend` all from where the range began. */
  const pick = (index: number, extend: boolean) => {
    const row = rows[index];
    if (row?.kind !== 'label') return;
    const from = anchor.current === null ? undefined : indexOf.get(anchor.current);
    if (extend && from !== undefined) editor.select(between(rows, from, index));
    else {
      anchor.current = row.key;
      editor.select([row.key]);
    }
  };

  const goTo = (to: number, extend: boolean) => {
    const index = Math.min(Math.max(to, 0), rows.length - 1);
    const row = rows[index];
    if (!row) return;
    if (extend && anchor.current === null) anchor.current = rows[at]?.key ?? row.key;
    setCursor(row.key);
    reveal(index);
    pick(index, extend);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const row = rows[at];
    switch (event.key) {
      case 'ArrowDown':
        goTo(at + 1, event.shiftKey);
        break;
      case 'ArrowUp':
        goTo(at < 0 ? rows.length - 1 : at - 1, event.shiftKey);
        break;
      case 'Home':
        goTo(0, event.shiftKey);
        break;
      case 'End':
        goTo(rows.length - 1, event.shiftKey);
        break;
      case 'ArrowLeft':
        if (row?.kind === 'class' && row.open) toggle(row.group.class.id);
        else if (row?.kind === 'label') setCursor(`class:${row.group.class.id}`);
        break;
      case 'ArrowRight':
        if (row?.kind === 'class') {
          if (row.open) goTo(at + 1, false);
          else toggle(row.group.class.id);
        }
        break;
      case 'Enter':
        if (row?.kind === 'class') toggle(row.group.class.id);
        else if (row?.kind === 'label') editor.zoomToLabel(row.label.id);
        else return;
        break;
      case ' ':
        if (row?.kind === 'class') editor.select(row.labels.map((label) => label.id));
        else if (row?.kind === 'label') editor.toggleSelected(row.label.id);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const click = (key: string, event: MouseEvent) => {
    const index = indexOf.get(key) ?? -1;
    const row = rows[index];
    const adds = event.ctrlKey || event.metaKey;
    if (row?.kind === 'class') {
      setCursor(key);
      if (adds) editor.select(row.labels.map((label) => label.id));
      else toggle(row.group.class.id);
    } else if (adds) {
      anchor.current = key;
      editor.toggleSelected(key);
    } else pick(index, event.shiftKey);
  };
  // One function for all rows and all times, so that none is drawn again for it.
  const latest = useRef(click);
  latest.current = click;
  const onPick = useCallback<OnPick>((key, event) => latest.current(key, event), []);

  if (rows.length === 0) return children;
  return (
    <div
      ref={scroller}
      className={classes.tree}
      data-region={region}
      role="tree"
      aria-label={name}
      aria-multiselectable="true"
      aria-activedescendant={at < 0 || cursor === null ? undefined : rowId(cursor)}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerLeave={() => editor.hover(null)}
    >
      <div className={classes.space} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((place) => {
          const row = rows[place.index];
          if (!row) return null;
          return (
            <div
              key={place.key}
              className={classes.place}
              role="presentation"
              style={{ transform: `translateY(${place.start}px)`, height: place.size }}
            >
              {row.kind === 'class' ? (
                <ClassRow
                  id={rowId(row.key)}
                  editor={editor}
                  row={row}
                  atCursor={cursor === row.key}
                  hidden={view.hiddenClasses.has(row.group.class.id)}
                  keyed={mode !== 'review'}
                  onPick={onPick}
                />
              ) : (
                <LabelRow
                  id={rowId(row.key)}
                  editor={editor}
                  label={row.label}
                  its={row.group.class}
                  ordinal={row.ordinal}
                  selected={selected.has(row.label.id)}
                  hovered={hovered === row.label.id}
                  atCursor={cursor === row.key}
                  hidden={view.hiddenLabels.has(row.label.id) || view.hiddenClasses.has(row.label.class)}
                  verdict={verdicts.get(row.label.id)?.verdict}
                  revertible={revertible}
                  onPick={onPick}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
