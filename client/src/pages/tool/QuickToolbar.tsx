// The quick toolbar below the image: undo and redo, zoom, fit, new issue.
import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconEye,
  IconEyeOff,
  IconMaximize,
  IconMessagePlus,
  IconMinus,
  IconPlus,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Editor } from '../../editor/editor';
import { keyOf, WithKeys } from './commands/CommandKeys';
import classes from './QuickToolbar.module.css';
import { useSlice } from './use-slice';

const STEP = 1.25;

export function QuickToolbar({ editor }: { editor: Editor }) {
  const { zoom } = useSlice(editor.camera);
  const history = useSlice(editor.history);
  const permission = useSlice(editor.permission);
  const view = useSlice(editor.view);
  // Rerender on a stage change, which decides whether issues can be opened.
  useSlice(editor.item);
  const noIssues = editor.issuesDisabledReason();
  return (
    <div className={classes.bar} role="toolbar" aria-label="View and history">
      <Tool
        label="Undo"
        action="edit.undo"
        disabled={!history.canUndo || !permission.allowed}
        onClick={() => editor.undo()}
      >
        <IconArrowBackUp size={17} stroke={1.7} />
      </Tool>
      <Tool
        label="Redo"
        action="edit.redo"
        disabled={!history.canRedo || !permission.allowed}
        onClick={() => editor.redo()}
      >
        <IconArrowForwardUp size={17} stroke={1.7} />
      </Tool>
      <span className={classes.line} />
      <Tool
        label={view.labelsHidden ? 'Show labels' : 'Hide labels'}
        action="view.toggle_labels"
        onClick={() => editor.changeView({ labelsHidden: !view.labelsHidden })}
      >
        {view.labelsHidden ? <IconEyeOff size={17} stroke={1.7} /> : <IconEye size={17} stroke={1.7} />}
      </Tool>
      <span className={classes.line} />
      <Tool label="Zoom out" action="view.zoom_out" onClick={() => editor.zoomBy(1 / STEP)}>
        <IconMinus size={17} stroke={1.7} />
      </Tool>
      <Tooltip label={<WithKeys label="Actual size" keys={keyOf('view.actual_size')} />}>
        <UnstyledButton
          className={`${classes.zoom} tnum`}
          aria-label={`Zoom ${Math.round(zoom * 100)} percent. Actual size`}
          onClick={() => editor.actualSize()}
        >
          {Math.round(zoom * 100)} %
        </UnstyledButton>
      </Tooltip>
      <Tool label="Zoom in" action="view.zoom_in" onClick={() => editor.zoomBy(STEP)}>
        <IconPlus size={17} stroke={1.7} />
      </Tool>
      <Tool label="Fit the image" action="view.fit" onClick={() => editor.fit()}>
        <IconMaximize size={16} stroke={1.7} />
      </Tool>
      <span className={classes.line} />
      <Tool
        label={noIssues === null ? 'New issue' : `New issue · ${noIssues}`}
        action="issues.new"
        disabled={noIssues !== null}
        onClick={() => editor.run('issues.new')}
      >
        <IconMessagePlus size={17} stroke={1.7} />
      </Tool>
    </div>
  );
}

interface ToolProps {
  label: string;
  action: string;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}

function Tool({ label, action, disabled = false, onClick, children }: ToolProps) {
  return (
    <Tooltip label={<WithKeys label={label} keys={keyOf(action)} />}>
      <ActionIcon
        aria-label={label}
        aria-disabled={disabled}
        data-off={disabled || undefined}
        className={classes.tool}
        onClick={disabled ? undefined : onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
