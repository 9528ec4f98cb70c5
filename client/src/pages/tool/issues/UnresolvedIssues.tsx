// The open issues of an item, listed before a stage change (F101): one line each, which leads to the issue.
import { UnstyledButton } from '@mantine/core';
import type { Editor } from '../../../editor/editor';
import { useSlice } from '../use-slice';
import { IssueIcon } from './IssueIcon';
import { firstComment, subjectOf } from './issue-text';
import classes from './UnresolvedIssues.module.css';

/** An item can lack thousands of values, and nobody reads further down. */
const MAX_LISTED = 50;

interface Props {
  editor: Editor;
  /** Called before the page goes to an issue, so that a dialog can close. */
  onGo: () => void;
}

/** Renders nothing if no issue is open. */
export function UnresolvedIssues({ editor, onGo }: Props) {
  const { all, open: count } = useSlice(editor.issues);
  if (count === 0) return null;
  const open = all.filter((issue) => issue.state === 'open').slice(0, MAX_LISTED);
  return (
    <section className={classes.open} aria-label="Open issues">
      <b>{count === 1 ? '1 issue is still open' : `${count} issues are still open`}</b>
      <ul className={classes.list}>
        {open.map((issue) => (
          <li key={issue.id}>
            <UnstyledButton
              className={classes.issue}
              onClick={() => {
                onGo();
                editor.setActiveIssue(issue.id);
                editor.revealIssue(issue.id);
              }}
            >
              <IssueIcon kind={issue.kind} state="open" size={14} />
              <bdi className={classes.subject}>{subjectOf(editor, issue)}</bdi>
              <bdi className="truncate dim">{firstComment(issue)}</bdi>
            </UnstyledButton>
          </li>
        ))}
        {count > open.length && <li className={classes.rest}>and {count - open.length} more</li>}
      </ul>
    </section>
  );
}
