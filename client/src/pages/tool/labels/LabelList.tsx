// Labels grouped by class: a tree of two levels that renders only the rows on screen and is navigated by the arrow keys. It
// shows all labels or some of them: in review, one list has the pending labels and another the judged ones.
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
import type { Editor } from '../../../editor/editor';
import { useSlice } from '../use-slice';
import classes from './LabelList.module.css';
import { ClassRow, LabelRow, type OnPick } from './LabelRow';
import { between, type LabelPredicate, rowsOf } from './label-rows';

const CLASS_HEIGHT = 30;
const LABEL_HEIGHT = 28;

interface Props {
  editor: Editor;
  /** The name of the list for F6, and the prefix of the ids of its rows. */
  region: string;
  name: string;
  /** Selects the labels to show; all if absent. The rows are computed again when the function changes, so keep it stable. */
  filter?: LabelPredicate;
  /** Whether clicking the sign of a verdict reverts it. */
  revertible?: boolean;
  /** Shown if there are no labels. */
  children: ReactNode;
}

export function LabelList({ editor, region, name, filter, revertible = false, children }: Props) {
  const { groups } = useSlice(editor.labels);
  const selection = useSlice(editor.selection);
  const hovered = useSlice(editor.hovered);
  const view = useSlice(editor.view);
  const { verdicts } = useSlice(editor.review);
  const mode = useSlice(editor.mode);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [cursor, setCursor] = useState<string | null>(null);
  /** The row where a range of selected rows starts. */
  const anchor = useRef<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);

  const rows = useMemo(() => rowsOf(groups, closed, filter), [groups, closed, filter]);
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

  /** Scrolls to a row unless it is already in view, because scrolling makes the browser compute the layout. */
  const reveal = (index: number) => {
    const place = virtual.measurementsCache[index];
    const top = virtual.scrollOffset ?? 0;
    if (place !== undefined && place.start >= top && place.end <= top + (virtual.scrollRect?.height ?? 0)) return;
    virtual.scrollToIndex(index, { align: 'auto' });
  };

  // Scrolls the label selected on the canvas into view and unfolds its class. Once per selection: an edit moves rows, and a
  // class that was folded by hand stays folded.
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

  /** Selects the row's label, or with `extend` all labels from the start of the range. */
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
  // One stable function for all rows, so that it never makes a row rerender.
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
                  showKey={mode !== 'review'}
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
