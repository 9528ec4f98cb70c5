// All labels grouped by class: a tree of two levels, walked by the arrow keys; only what is on screen is drawn.
import { UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconChevronRight, IconEye, IconEyeOff } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Editor } from '../../editor/editor';
import type { ClassGroup, LabelView, ViewSettings } from '../../editor/state';
import type { OntologyClass } from '../../protocol/types';
import { Keys } from '../../ui/Keys';
import classes from './LabelTree.module.css';
import { isIncomplete, summaryOf } from './label-words';
import { ShapeIcon } from './shape-icons';
import { keysOf } from './ToolHeader';
import { useSlice } from './use-slice';

type Row =
  | { kind: 'class'; key: string; group: ClassGroup; open: boolean }
  | { kind: 'label'; key: string; label: LabelView; group: ClassGroup; ordinal: number };

const CLASS_HEIGHT = 30;
const LABEL_HEIGHT = 28;

function rowsOf(groups: readonly ClassGroup[], closed: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  for (const group of groups) {
    const open = !closed.has(group.class.id);
    rows.push({ kind: 'class', key: `class:${group.class.id}`, group, open });
    if (!open) continue;
    group.labels.forEach((label, index) => {
      rows.push({ kind: 'label', key: label.id, label, group, ordinal: index + 1 });
    });
  }
  return rows;
}

export function LabelTree({ editor }: { editor: Editor }) {
  const { groups, count } = useSlice(editor.labels);
  const selection = useSlice(editor.selection);
  const hovered = useSlice(editor.hovered);
  const view = useSlice(editor.view);
  const connection = useSlice(editor.connection);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [cursor, setCursor] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);

  const rows = useMemo(() => rowsOf(groups, closed), [groups, closed]);
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
    virtual.scrollToIndex(at, { align: 'auto' });
  });

  const toggle = (classId: string) =>
    setClosed((before) => {
      const next = new Set(before);
      if (!next.delete(classId)) next.add(classId);
      return next;
    });

  const goTo = (index: number, extend: boolean) => {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (!row) return;
    setCursor(row.key);
    virtual.scrollToIndex(indexOf.get(row.key) ?? 0, { align: 'auto' });
    if (row.kind === 'label') {
      editor.select(extend ? [...selection.filter((id) => id !== row.label.id), row.label.id] : [row.label.id]);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const at = cursor === null ? -1 : (indexOf.get(cursor) ?? -1);
    const row = rows[at];
    switch (event.key) {
      case 'ArrowDown':
        goTo(at + 1, event.shiftKey);
        break;
      case 'ArrowUp':
        goTo(at < 0 ? rows.length - 1 : at - 1, event.shiftKey);
        break;
      case 'Home':
        goTo(0, false);
        break;
      case 'End':
        goTo(rows.length - 1, false);
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
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  if (count === 0) {
    return connection.kind === 'online' && connection.synced ? (
      <NoLabels editor={editor} />
    ) : (
      <div className={classes.tree} />
    );
  }
  return (
    <div
      ref={scroller}
      className={classes.tree}
      data-region="labels"
      role="tree"
      aria-label="Labels by class"
      aria-multiselectable="true"
      aria-activedescendant={cursor === null ? undefined : `row-${cursor}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerLeave={() => editor.hover(null)}
    >
      <div className={classes.space} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((place) => {
          const row = rows[place.index];
          if (!row) return null;
          const style = { transform: `translateY(${place.start}px)`, height: place.size };
          return row.kind === 'class' ? (
            <ClassRow
              key={place.key}
              row={row}
              style={style}
              atCursor={cursor === row.key}
              hidden={view.hiddenClasses.has(row.group.class.id)}
              onToggle={() => {
                setCursor(row.key);
                toggle(row.group.class.id);
              }}
              onToggleHidden={() => editor.toggleClassHidden(row.group.class.id)}
            />
          ) : (
            <LabelRow
              key={place.key}
              editor={editor}
              label={row.label}
              its={row.group.class}
              ordinal={row.ordinal}
              style={style}
              selected={selected.has(row.label.id)}
              hovered={hovered === row.label.id}
              atCursor={cursor === row.key}
              view={view}
            />
          );
        })}
      </div>
    </div>
  );
}

interface ClassRowProps {
  row: Extract<Row, { kind: 'class' }>;
  style: React.CSSProperties;
  atCursor: boolean;
  hidden: boolean;
  onToggle: () => void;
  onToggleHidden: () => void;
}

function ClassRow({ row, style, atCursor, hidden, onToggle, onToggleHidden }: ClassRowProps) {
  const { group, open } = row;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and the keys
    <div
      id={`row-${row.key}`}
      className={classes.class}
      style={style}
      role="treeitem"
      tabIndex={-1}
      aria-level={1}
      aria-expanded={open}
      aria-selected={false}
      data-cursor={atCursor || undefined}
      data-hidden={hidden || undefined}
      onClick={onToggle}
    >
      <IconChevronRight size={13} className={classes.chevron} data-open={open || undefined} aria-hidden />
      <span className={classes.swatch} style={{ backgroundColor: group.class.color }} />
      <span className={`${classes.className} truncate`}>{group.class.name}</span>
      <span className={`${classes.count} tnum`}>{group.labels.length}</span>
      {group.key !== null && <Keys keys={String(group.key)} />}
      <Eye hidden={hidden} what={`all ${group.class.name}`} onToggle={onToggleHidden} />
    </div>
  );
}

interface LabelRowProps {
  editor: Editor;
  label: LabelView;
  its: OntologyClass;
  ordinal: number;
  style: React.CSSProperties;
  selected: boolean;
  hovered: boolean;
  atCursor: boolean;
  view: ViewSettings;
}

function LabelRow({ editor, label, its, ordinal, style, selected, hovered, atCursor, view }: LabelRowProps) {
  const hidden = view.hiddenLabels.has(label.id) || view.hiddenClasses.has(label.class);
  const summary = summaryOf(label, its);
  const click = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) editor.toggleSelected(label.id);
    else editor.select([label.id]);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and the keys
    <div
      id={`row-${label.id}`}
      className={classes.label}
      style={style}
      role="treeitem"
      tabIndex={-1}
      aria-level={2}
      aria-selected={selected}
      data-selected={selected || undefined}
      data-hovered={hovered || undefined}
      data-cursor={atCursor || undefined}
      data-hidden={hidden || undefined}
      data-label={label.id}
      onClick={click}
      onDoubleClick={() => editor.zoomToLabel(label.id)}
      onPointerEnter={() => editor.hover(label.id)}
    >
      <ShapeIcon shape={label.shape} color={its.color} />
      <span className={classes.ordinal}>
        {its.name} <span className="tnum">{ordinal}</span>
      </span>
      <span className={`${classes.summary} truncate`}>{summary}</span>
      {isIncomplete(label, its) && (
        <span className={classes.incomplete} title="A required attribute is missing">
          <IconAlertCircle size={14} stroke={2} role="img" aria-label="A required attribute is missing" />
        </span>
      )}
      <Eye hidden={hidden} what={`${its.name} ${ordinal}`} onToggle={() => editor.toggleLabelHidden(label.id)} />
    </div>
  );
}

function Eye({ hidden, what, onToggle }: { hidden: boolean; what: string; onToggle: () => void }) {
  return (
    <UnstyledButton
      className={classes.eye}
      tabIndex={-1}
      aria-label={hidden ? `Show ${what}` : `Hide ${what}`}
      aria-pressed={hidden}
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
    >
      {hidden ? <IconEyeOff size={14} stroke={1.8} /> : <IconEye size={14} stroke={1.8} />}
    </UnstyledButton>
  );
}

function NoLabels({ editor }: { editor: Editor }) {
  const permission = useSlice(editor.permission);
  const box = keysOf('tool.box');
  const polygon = keysOf('tool.polygon');
  return (
    <div className={`${classes.tree} ${classes.none}`}>
      <b>No labels yet</b>
      {permission.allowed && box && polygon ? (
        <span>
          Press <Keys keys={box} /> for a box or <Keys keys={polygon} /> for a polygon, and draw on the picture.
        </span>
      ) : (
        <span>They show up here as they are drawn.</span>
      )}
    </div>
  );
}
