// The icon beside the name of a label that has issues (F88): red while one is open, green once all are resolved.
import { UnstyledButton } from '@mantine/core';
import { IconMessageCheck, IconMessageExclamation } from '@tabler/icons-react';
import type { Editor } from '../../../editor/editor';
import { useSlice } from '../use-slice';
import classes from './LabelIssueIcon.module.css';

interface Props {
  editor: Editor;
  label: string;
  /** The label's name, for screen readers. */
  labelName: string;
}

/** Renders nothing if the label has no issues. */
export function LabelIssueIcon({ editor, label, labelName }: Props) {
  const issues = useSlice(editor.labelIssues).get(label);
  if (issues === undefined) return null;
  const { open, resolved, first } = issues;
  const words =
    open > 0
      ? `${open} open ${open === 1 ? 'issue' : 'issues'}`
      : `${resolved} resolved ${resolved === 1 ? 'issue' : 'issues'}`;
  const Icon = open > 0 ? IconMessageExclamation : IconMessageCheck;
  return (
    <UnstyledButton
      className={classes.icon}
      data-state={open > 0 ? 'open' : 'resolved'}
      tabIndex={-1}
      title={words}
      aria-label={`${words} on ${labelName}`}
      onClick={(event) => {
        event.stopPropagation();
        editor.setActiveIssue(first);
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <Icon size={15} stroke={2} />
    </UnstyledButton>
  );
}
