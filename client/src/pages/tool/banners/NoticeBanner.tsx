// The server's notices about the person's editing: requested, ended, refused. They say who, why, when and what was kept.
import { Button } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowsExchange,
  IconHistory,
  IconHourglassEmpty,
  IconLockOpen,
  IconPencil,
} from '@tabler/icons-react';
import type { Editor } from '../../../editor/editor';
import type { EditorNotice } from '../../../editor/state';
import type { RefusalCode } from '../../../protocol/types';
import { PersonAvatar } from '../../../ui/PersonAvatar';
import { RelativeTime } from '../../../ui/RelativeTime';
import { useSlice } from '../use-slice';
import { Banner } from './Banner';

/** The texts of refusals that are not about the edit itself. */
const REFUSED: Partial<Record<RefusalCode, string>> = {
  view_only: 'This item was opened for viewing and commenting only.',
  paused: 'The task is not accepting work.',
  assigned: 'The item is assigned to someone else.',
};

export function NoticeBanner({ editor, notice }: { editor: Editor; notice: EditorNotice }) {
  const discarded = useSlice(editor.discarded);
  const dismiss = () => editor.dismissNotice(notice.id);
  const when = <RelativeTime at={new Date(notice.at).toISOString()} className="dim" />;
  const savedText = discarded === null ? 'All your edits were saved.' : 'Your unsent edits are below.';
  switch (notice.kind) {
    case 'lock_requested':
      return (
        <Banner
          tone="info"
          icon={<PersonAvatar person={notice.from} size={24} tooltip={false} />}
          title={`${notice.from.name} asks to edit this item.`}
          testId="notice-requested"
          actions={
            <>
              <Button
                onClick={() => {
                  editor.handOver(notice.from.id);
                  dismiss();
                }}
              >
                Hand over
              </Button>
              <Button variant="default" onClick={dismiss}>
                Not now
              </Button>
            </>
          }
        >
          Handing over saves your work and makes this tab read-only. {when}
        </Banner>
      );
    case 'lock_freed':
      return (
        <Banner
          tone="info"
          icon={<IconPencil size={17} stroke={1.8} />}
          title="The item is free now."
          testId="notice-freed"
          actions={
            <Button
              onClick={() => {
                editor.acquireLock();
                dismiss();
              }}
            >
              Edit
            </Button>
          }
          onDismiss={dismiss}
        >
          You asked to edit it. {when}
        </Banner>
      );
    case 'unlocked':
      return (
        <Banner
          tone="bad"
          icon={<IconLockOpen size={17} stroke={1.8} />}
          title={`${notice.by.name} unlocked this item.`}
          testId="notice-unlocked"
          onDismiss={dismiss}
        >
          {notice.reason ? `Reason: “${notice.reason}” ` : ''}
          This tab is now read-only. {savedText} {when}
        </Banner>
      );
    case 'taken_over':
      return (
        <Banner
          tone="warn"
          icon={<IconArrowsExchange size={17} stroke={1.8} />}
          title="You are now editing in another tab."
          testId="notice-taken-over"
          actions={
            <Button
              variant="default"
              onClick={() => {
                editor.takeOver();
                dismiss();
              }}
            >
              Edit here
            </Button>
          }
          onDismiss={dismiss}
        >
          This tab is read-only. {savedText} {when}
        </Banner>
      );
    case 'lock_expired':
      return (
        <Banner
          tone="warn"
          icon={<IconHourglassEmpty size={17} stroke={1.8} />}
          title="Your lock on this item expired while you were away."
          testId="notice-expired"
          onDismiss={dismiss}
        >
          {savedText} {when}
        </Banner>
      );
    case 'refused':
      return (
        <Banner
          tone="bad"
          icon={<IconAlertTriangle size={17} stroke={1.8} />}
          title="An edit was refused and undone."
          testId="notice-refused"
          onDismiss={dismiss}
        >
          {REFUSED[notice.code] ?? notice.reason} Everything before it is saved. {when}
        </Banner>
      );
    case 'recovered':
      return (
        <Banner
          tone="info"
          icon={<IconHistory size={17} stroke={1.8} />}
          title={
            notice.edits === 1
              ? 'An edit from an earlier visit was sent.'
              : `${notice.edits} edits from an earlier visit were sent.`
          }
          testId="notice-recovered"
          onDismiss={dismiss}
        >
          Unsent edits had been kept in this browser. {when}
        </Banner>
      );
    case 'verdicts_refused': {
      const count = notice.commands.reduce((sum, command) => sum + command.labels.length, 0);
      return (
        <Banner
          tone="bad"
          icon={<IconAlertTriangle size={17} stroke={1.8} />}
          title={count === 1 ? 'A verdict was not saved.' : `Verdicts on ${count} labels were not saved.`}
          testId="notice-verdicts"
          actions={
            <Button
              variant="default"
              onClick={() => {
                dismiss();
                for (const { verdict, labels, ...details } of notice.commands) editor.judge(verdict, labels, details);
              }}
            >
              Try again
            </Button>
          }
          onDismiss={dismiss}
        >
          {notice.reason} {count === 1 ? 'The label is' : 'The labels are'} unchanged. {when}
        </Banner>
      );
    }
    case 'fixed':
    case 'verdict_stands':
    case 'moved':
      // Shown as a toast (`use-toasts.ts`), because it needs no action.
      return null;
  }
}
