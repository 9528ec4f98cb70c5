// The rows of a label list: class rows and label rows. A row rerenders only when it changes itself, and it is made of plain
// elements, because a verdict moves every row below it and must be visible at once.
import { IconChevronRight, IconEye, IconEyeOff } from '@tabler/icons-react';
import { type MouseEvent, memo } from 'react';
import { keymap } from '../../../actions';
import type { Editor } from '../../../editor/editor';
import type { LabelView } from '../../../editor/state';
import type { OntologyClass, VerdictKind } from '../../../protocol/types';
import { RequiredMark } from '../../../ui/RequiredMark';
import { ShapeIcon } from '../../../ui/shape-icons';
import { keyHint } from '../commands/CommandKeys';
import { attributeSummary } from '../label-text';
import { useSlice } from '../use-slice';
import { LabelIssueIcon } from './LabelIssueIcon';
import classes from './LabelList.module.css';
import type { Row } from './label-rows';
import { VERDICT } from './verdict-signs';

interface ClassRowProps {
  id: string;
  editor: Editor;
  row: Extract<Row, { kind: 'class' }>;
  atCursor: boolean;
  hidden: boolean;
  /** Whether to show the class's number key. Only where the key works. */
  showKey: boolean;
  onPick: OnPick;
}

/** `key` is the row's key. */
export type OnPick = (key: string, event: MouseEvent) => void;

export const ClassRow = memo(function ClassRow({ id, editor, row, atCursor, hidden, showKey, onPick }: ClassRowProps) {
  const { group, labels, open } = row;
  useSlice(keymap);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and the keys
    <div
      id={id}
      className={classes.class}
      role="treeitem"
      tabIndex={-1}
      aria-level={1}
      aria-expanded={open}
      aria-selected={false}
      data-cursor={atCursor || undefined}
      data-hidden={hidden || undefined}
      onClick={(event) => onPick(row.key, event)}
    >
      <IconChevronRight size={13} className={classes.chevron} data-open={open || undefined} aria-hidden />
      <span className={classes.swatch} style={{ backgroundColor: group.class.color }} />
      <span className={`${classes.className} truncate`}>{group.class.name}</span>
      {group.class.required && <RequiredMark />}
      <span className={`${classes.count} tnum`}>{labels.length}</span>
      {showKey && group.key !== null && keyHint(`class.use_${group.key}`)}
      <Eye
        hidden={hidden}
        labelName={`all ${group.class.name}`}
        onToggle={() => editor.toggleClassHidden(group.class.id)}
      />
    </div>
  );
});

interface LabelRowProps {
  id: string;
  editor: Editor;
  label: LabelView;
  its: OntologyClass;
  ordinal: number;
  selected: boolean;
  hovered: boolean;
  atCursor: boolean;
  hidden: boolean;
  verdict: VerdictKind | undefined;
  /** Whether the verdict can be reverted here: its sign is a button, and the row has its colour (F46, F50, F51). */
  revertible: boolean;
  onPick: OnPick;
}

export const LabelRow = memo(function LabelRow(props: LabelRowProps) {
  const { id, editor, label, its, ordinal, selected, hovered, atCursor, hidden, verdict, revertible, onPick } = props;
  const name = `${its.name} ${ordinal}`;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and the keys
    <div
      id={id}
      className={classes.label}
      role="treeitem"
      tabIndex={-1}
      aria-level={2}
      aria-selected={selected}
      data-selected={selected || undefined}
      data-hovered={hovered || undefined}
      data-cursor={atCursor || undefined}
      data-hidden={hidden || undefined}
      data-label={label.id}
      data-verdict={verdict}
      data-judged={revertible ? verdict : undefined}
      onClick={(event) => onPick(label.id, event)}
      onDoubleClick={() => editor.zoomToLabel(label.id)}
      onPointerEnter={() => editor.hover(label.id)}
    >
      {verdict !== undefined && (
        <VerdictSign
          verdict={verdict}
          labelName={name}
          onRevert={revertible ? () => editor.judge('pending', [label.id]) : undefined}
        />
      )}
      <ShapeIcon shape={label.shape} color={its.color} />
      <span className={classes.ordinal}>
        {its.name} <span className="tnum">{ordinal}</span>
      </span>
      <span className={`${classes.summary} truncate`}>{attributeSummary(label, its)}</span>
      <LabelIssueIcon editor={editor} label={label.id} labelName={name} />
      <Eye hidden={hidden} labelName={name} onToggle={() => editor.toggleLabelHidden(label.id)} />
    </div>
  );
});

interface SignProps {
  verdict: VerdictKind;
  labelName: string;
  onRevert: (() => void) | undefined;
}

function VerdictSign({ verdict, labelName, onRevert }: SignProps) {
  const { word, Icon } = VERDICT[verdict];
  if (onRevert === undefined) {
    return (
      <span className={classes.sign} data-verdict={verdict} title={word}>
        <Icon size={14} stroke={2.6} role="img" aria-label={word} />
      </span>
    );
  }
  return (
    <button
      type="button"
      className={classes.revert}
      data-verdict={verdict}
      tabIndex={-1}
      title={`${word}. Click to revert to pending`}
      aria-label={`${word}: revert ${labelName} to pending`}
      onClick={(event) => {
        event.stopPropagation();
        onRevert();
      }}
    >
      <Icon size={14} stroke={2.6} />
    </button>
  );
}

function Eye({ hidden, labelName, onToggle }: { hidden: boolean; labelName: string; onToggle: () => void }) {
  return (
    <button
      type="button"
      className={classes.eye}
      tabIndex={-1}
      aria-label={hidden ? `Show ${labelName}` : `Hide ${labelName}`}
      aria-pressed={hidden}
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
    >
      {hidden ? <IconEyeOff size={14} stroke={1.8} /> : <IconEye size={14} stroke={1.8} />}
    </button>
  );
}
