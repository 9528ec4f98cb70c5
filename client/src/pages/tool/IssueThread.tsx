// One comment thread: its comments as plain text, a reply, resolve and reopen, delete.
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconDots, IconMapPin, IconMessageCircle, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Editor } from '../../editor/editor';
import type { Issue, Item } from '../../protocol/types';
import { RelativeTime } from '../../ui/RelativeTime';
import { describeError } from '../data/errors';
import { Composer } from './Composer';
import classes from './IssueThread.module.css';
import { useComment, useDeleteIssue, useIssueState } from './use-issues';

interface Props {
  editor: Editor;
  issue: Issue;
  item: Item;
  active: boolean;
  mayDelete: boolean;
}

function tell(error: unknown) {
  const { title, detail } = describeError(error, 'The thread');
  notifications.show({ color: 'red', title, message: `${detail} The thread is as it was.` });
}

export function IssueThread({ editor, issue, item, active, mayDelete }: Props) {
  const comment = useComment(item.id, issue.id);
  const setState = useIssueState(item.id, issue.id);
  const remove = useDeleteIssue(editor, item.id, issue.id);
  const [asking, setAsking] = useState(false);
  const open = issue.state === 'open';
  const pinned = issue.kind === 'pinned';

  const look = () => {
    editor.setActiveIssue(active ? null : issue.id);
    if (!active && issue.anchor) editor.setCamera({ ...editor.camera.get(), x: issue.anchor.x, y: issue.anchor.y });
  };

  return (
    <article
      className={classes.thread}
      data-active={active || undefined}
      data-state={issue.state}
      data-issue={issue.id}
    >
      <header className={classes.head}>
        <button type="button" className={classes.what} aria-pressed={active} onClick={look}>
          <span className={classes.sign}>
            {open ? (
              pinned ? (
                <IconMapPin size={14} stroke={2} />
              ) : (
                <IconMessageCircle size={14} stroke={2} />
              )
            ) : (
              <IconCheck size={14} stroke={2.4} />
            )}
          </span>
          {pinned ? 'Pinned' : 'Whole item'}
          <span className={classes.status}>{open ? 'Open' : 'Resolved'}</span>
        </button>
        {open && (
          <Tooltip label="Resolve">
            <ActionIcon
              size={24}
              aria-label="Resolve this issue"
              loading={setState.isPending}
              onClick={() => setState.mutate('resolved', { onError: tell })}
            >
              <IconCheck size={16} stroke={2} />
            </ActionIcon>
          </Tooltip>
        )}
        {mayDelete && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon size={24} aria-label="More for this issue">
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={() => setAsking(true)}>
                Delete thread…
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </header>
      <ol className={classes.comments}>
        {issue.comments.map((each) => (
          <li key={each.id} className={classes.comment}>
            <div className={classes.by}>
              <b>{each.by_name}</b> <RelativeTime at={each.at} className="dim" />
            </div>
            {/* Plain text, always: React escapes it, and line breaks are kept by the style. */}
            <p className={classes.text}>{each.text}</p>
          </li>
        ))}
      </ol>
      {asking && (
        <div className={classes.asking} role="alert">
          <span>
            Delete this thread and its {issue.comments.length === 1 ? 'comment' : `${issue.comments.length} comments`}?
            This cannot be undone.
          </span>
          <div className={classes.askingFoot}>
            <Button size="compact-xs" variant="default" onClick={() => setAsking(false)}>
              Keep
            </Button>
            <Button
              size="compact-xs"
              color="red"
              loading={remove.isPending}
              onClick={() => remove.mutate(undefined, { onError: tell })}
            >
              Delete thread
            </Button>
          </div>
        </div>
      )}
      <footer className={classes.foot}>
        {open ? (
          <Composer
            label="Reply"
            placeholder="Reply"
            send="Reply"
            pending={comment.isPending}
            error={comment.error}
            onSend={(text, done) => comment.mutate(text, { onSuccess: done })}
          />
        ) : (
          <Button
            size="compact-xs"
            variant="default"
            loading={setState.isPending}
            onClick={() => setState.mutate('open', { onError: tell })}
          >
            Reopen
          </Button>
        )}
      </footer>
    </article>
  );
}
