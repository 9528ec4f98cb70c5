// One notification: who did what to which item, and an excerpt of the comment or reason.
import { UnstyledButton } from '@mantine/core';
import {
  IconArrowBackUp,
  IconAt,
  IconCircleCheck,
  IconLockOpen,
  IconMessageReply,
  IconRotate2,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { NotificationKind, NotificationRow } from '../../protocol/notifications';
import { RelativeTime } from '../../ui/RelativeTime';
import classes from './Notifications.module.css';
import { notificationText } from './notification-text';

const ICON: Record<NotificationKind, typeof IconAt> = {
  rejected: IconArrowBackUp,
  revised: IconRotate2,
  mentioned: IconAt,
  answered: IconMessageReply,
  resolved: IconCircleCheck,
  unlocked: IconLockOpen,
};

interface Props {
  row: NotificationRow;
  /** Takes the focus when the list opens. */
  first: boolean;
  /** Called when it is followed in this tab. Returns `true` if it was shown here and no page has to be opened. */
  onFollow: () => boolean;
  /** Called when it is opened in another tab. */
  onRead: () => void;
}

export function NotificationLine({ row, first, onFollow, onRead }: Props) {
  const Icon = ICON[row.kind];
  const { before, after } = notificationText(row);
  return (
    <UnstyledButton
      className={classes.line}
      data-unread={!row.read || undefined}
      data-kind={row.kind}
      data-autofocus={first || undefined}
      renderRoot={(props) => (
        <Link
          to="/tasks/$taskId/items/$itemId"
          params={{ taskId: row.task_id, itemId: row.item_id }}
          search={row.issue_id === null ? {} : { issue: row.issue_id }}
          preload={false}
          {...props}
        />
      )}
      onClick={(event) => {
        // The link opens in another tab, so this one does not follow it.
        if (event.metaKey || event.ctrlKey || event.shiftKey) onRead();
        else if (onFollow()) event.preventDefault();
      }}
      onAuxClick={(event) => event.button === 1 && onRead()}
    >
      <span className={classes.kind} aria-hidden="true">
        <Icon size={16} stroke={1.8} />
      </span>
      <span className={classes.text}>
        <span>
          {!row.read && <span className="visually-hidden">Unread: </span>}
          {row.actor && <b>{row.actor.name}</b>} {before} <b>{row.file_name}</b> {after}
        </span>
        {row.excerpt !== '' && <span className={classes.excerpt}>{row.excerpt}</span>}
        <span className={classes.place}>
          <span className="truncate">{row.task_name}</span>
          <span aria-hidden="true">·</span>
          <RelativeTime at={row.created_at} className={classes.when ?? ''} />
        </span>
      </span>
      <span className={classes.dot} aria-hidden="true" />
    </UnstyledButton>
  );
}
