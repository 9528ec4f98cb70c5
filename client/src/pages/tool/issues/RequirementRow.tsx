// Something that the ontology requires and the item lacks (F93), on one line that leads to where it can be fixed.
import { UnstyledButton } from '@mantine/core';
import { memo } from 'react';
import type { Editor } from '../../../editor/editor';
import type { ShownIssue } from '../../../editor/state';
import { IssueIcon } from './IssueIcon';
import classes from './RequirementRow.module.css';

interface Props {
  editor: Editor;
  issue: ShownIssue;
  subject: string;
  active: boolean;
}

export const RequirementRow = memo(function RequirementRow({ editor, issue, subject, active }: Props) {
  const go = () => {
    editor.setActiveIssue(issue.id);
    // A required class has no label: the next label drawn is of that class.
    if (issue.class !== undefined) editor.setActiveClass(issue.class);
    editor.revealIssue(issue.id);
  };
  return (
    <UnstyledButton
      className={classes.row}
      data-active={active || undefined}
      data-state={issue.state}
      data-issue={issue.id}
      data-row
      onClick={go}
    >
      <IssueIcon kind={issue.kind} state={issue.state} size={14} />
      <bdi className="truncate">{subject}</bdi>
      {issue.state === 'resolved' && <span className={classes.done}>Done</span>}
    </UnstyledButton>
  );
});
