// One issue (F85, F98–F100): folded to its first lines, or open with all comments, reply, resolve and delete.
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconCheck, IconDots, IconFocusCentered, IconLink, IconTrash } from '@tabler/icons-react';
import { memo, useState } from 'react';
import type { Editor } from '../../../editor/editor';
import type { ShownIssue } from '../../../editor/state';
import type { IssueComment } from '../../../protocol/types';
import { RelativeTime } from '../../../ui/RelativeTime';
import { TagChips } from '../../../ui/TagPicker';
import { canManage } from '../../queries/permissions';
import { useSlice } from '../use-slice';
import { CommentText } from './CommentText';
import { Composer } from './Composer';
import classes from './IssueCard.module.css';
import { IssueIcon } from './IssueIcon';
import { useComment, useDeleteIssue, useIssueState } from './use-issues';

interface Props {
  editor: Editor;
  issue: ShownIssue;
  /** What the issue is about. */
  subject: string;
  /** The label of the button that goes there, or `null` if the issue points nowhere. */
  goToLabel: string | null;
  active: boolean;
  /** Whether the person can comment on the item. */
  mayWrite: boolean;
  onCopyLink: (issue: string) => void;
}

/** Whether the person can delete the issue. Issues about rejections and requirements are created otherwise and stay. */
function mayDelete(editor: Editor, issue: ShownIssue): boolean {
  if (issue.kind === 'label_rejection' || issue.kind === 'task_requirement') return false;
  return issue.by === editor.me.id || canManage(editor.task.get(), editor.me);
}

export const IssueCard = memo(function IssueCard(props: Props) {
  const { editor, issue, subject, goToLabel, active, mayWrite, onCopyLink } = props;
  const { issue_tags } = useSlice(editor.task);
  const setState = useIssueState(editor, issue.id);
  const [confirmingDelete, setConfirmingDelete] = useState(false);
  const open = issue.state === 'open';
  const canSetState = mayWrite && issue.kind !== 'task_requirement';

  const toggle = () => {
    editor.setActiveIssue(active ? null : issue.id);
    if (!active) editor.revealIssue(issue.id);
  };
  const [first] = issue.comments;

  return (
    <article
      className={classes.thread}
      data-active={active || undefined}
      data-state={issue.state}
      data-kind={issue.kind}
      data-issue={issue.id}
    >
      <header className={classes.head}>
        <button type="button" className={classes.what} aria-expanded={active} data-row onClick={toggle}>
          <IssueIcon kind={issue.kind} state={issue.state} />
          <bdi className="truncate">{subject}</bdi>
          <span className={classes.status}>{open ? 'Open' : 'Resolved'}</span>
        </button>
        {/* Native titles, and a menu only on the open issue, because scrolling the list renders many issues. */}
        {goToLabel !== null && (
          <ActionIcon size={24} aria-label={goToLabel} title={goToLabel} onClick={() => editor.revealIssue(issue.id)}>
            <IconFocusCentered size={15} stroke={1.8} />
          </ActionIcon>
        )}
        {open && canSetState && (
          <ActionIcon
            size={24}
            aria-label="Resolve this issue"
            title="Resolve"
            loading={setState.isPending}
            onClick={() => setState.mutate('resolved')}
          >
            <IconCheck size={16} stroke={2} />
          </ActionIcon>
        )}
        {active && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon size={24} aria-label="Issue actions">
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconLink size={14} />} onClick={() => onCopyLink(issue.id)}>
                Copy link to this issue
              </Menu.Item>
              {mayWrite && mayDelete(editor, issue) && (
                <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={() => setConfirmingDelete(true)}>
                  Delete issue…
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </header>
      {issue.tags !== undefined && issue.tags.length > 0 && (
        <div className={classes.tags}>
          <TagChips tags={issue_tags} ids={issue.tags} />
        </div>
      )}
      {active ? (
        <ol className={classes.comments}>
          {issue.comments.map((comment) => (
            <li key={comment.id}>
              <CommentView comment={comment} me={editor.me.id} />
            </li>
          ))}
        </ol>
      ) : (
        first && (
          // biome-ignore lint/a11y/noStaticElementInteractions: the header's button does the same
          // biome-ignore lint/a11y/useKeyWithClickEvents: the same
          <div className={classes.preview} onClick={toggle}>
            <CommentView comment={first} me={editor.me.id} brief />
            {issue.comments.length > 1 && (
              <span className={classes.more}>
                {issue.comments.length === 2 ? '1 reply' : `${issue.comments.length - 1} replies`} · last by{' '}
                <bdi>{issue.comments.at(-1)?.by_name}</bdi>
              </span>
            )}
          </div>
        )
      )}
      {issue.resolved && !open && (
        <p className={classes.resolved}>
          Resolved {issue.resolved.by_name ? <bdi>by {issue.resolved.by_name}</bdi> : 'automatically'}{' '}
          <RelativeTime at={issue.resolved.at} />
        </p>
      )}
      {confirmingDelete && (
        <DeleteConfirmation editor={editor} issue={issue} onKeep={() => setConfirmingDelete(false)} />
      )}
      {active && mayWrite && (
        <footer className={classes.foot}>
          {open ? (
            <Reply editor={editor} issue={issue.id} />
          ) : (
            canSetState && (
              <Button
                size="compact-xs"
                variant="default"
                loading={setState.isPending}
                onClick={() => setState.mutate('open')}
              >
                Reopen
              </Button>
            )
          )}
        </footer>
      )}
    </article>
  );
});

function CommentView({ comment, me, brief = false }: { comment: IssueComment; me: string; brief?: boolean }) {
  return (
    <>
      <div className={classes.by}>
        <b>
          <bdi>{comment.by_name}</bdi>
        </b>{' '}
        <RelativeTime at={comment.at} className="dim" />
      </div>
      <CommentText text={comment.text} mentions={comment.mentions} me={me} brief={brief} />
    </>
  );
}

function Reply({ editor, issue }: { editor: Editor; issue: string }) {
  const comment = useComment(editor, issue);
  return (
    <Composer
      editor={editor}
      draftKey={issue}
      label="Reply"
      placeholder="Reply"
      send="Reply"
      pending={comment.isPending}
      error={comment.error}
      onSend={(text, done) => comment.mutate(text, { onSuccess: done })}
    />
  );
}

function DeleteConfirmation({ editor, issue, onKeep }: { editor: Editor; issue: ShownIssue; onKeep: () => void }) {
  const remove = useDeleteIssue(editor, issue.id);
  return (
    <div className={classes.asking} role="alert">
      <span>
        Delete this issue and its {issue.comments.length === 1 ? 'comment' : `${issue.comments.length} comments`}? This
        cannot be undone.
      </span>
      <div className={classes.askingFoot}>
        <Button size="compact-xs" variant="default" onClick={onKeep}>
          Cancel
        </Button>
        <Button size="compact-xs" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
          Delete issue
        </Button>
      </div>
    </div>
  );
}
