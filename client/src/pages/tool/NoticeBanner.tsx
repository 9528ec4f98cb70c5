// What the server had to tell about my editing: asked for, taken away, refused. Who, why, when, and what became of it.
import { Button } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowsExchange,
  IconHistory,
  IconHourglassEmpty,
  IconLockOpen,
  IconPencil,
} from '@tabler/icons-react';
import type { Editor } from '../../editor/editor';
import type { EditorNotice } from '../../editor/state';
import type { RefusalCode } from '../../protocol/types';
import { PersonAvatar } from '../../ui/PersonAvatar';
import { RelativeTime } from '../../ui/RelativeTime';
import { Banner } from './Banner';
import { useSlice } from './use-slice';

/** Refusals that are no judgement of the edit itself. */
const REFUSED: Partial<Record<RefusalCode, string>> = {
  view_only: 'This item was opened to look and comment.',
  paused: 'The task takes no work now.',
  assigned: 'The item is assigned to somebody else.',
};

export function NoticeBanner({ editor, notice }: { editor: Editor; notice: EditorNotice }) {
  const discarded = useSlice(editor.discarded);
  const dismiss = () => editor.dismissNotice(notice.id);
  const when = <RelativeTime at={new Date(notice.at).toISOString()} className="dim" />;
  const kept = discarded === null ? 'Everything you had made was saved.' : 'What was not yet sent is below.';
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
          You had asked for it. {when}
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
          This tab is read-only now. {kept} {when}
        </Banner>
      );
    case 'taken_over':
      return (
        <Banner
          tone="warn"
          icon={<IconArrowsExchange size={17} stroke={1.8} />}
          title="You edit in another tab now."
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
          This tab is read-only. {kept} {when}
        </Banner>
      );
    case 'lock_expired':
      return (
        <Banner
          tone="warn"
          icon={<IconHourglassEmpty size={17} stroke={1.8} />}
          title="Your hold on this item ran out while you were away."
          testId="notice-expired"
          onDismiss={dismiss}
        >
          {kept} {when}
        </Banner>
      );
    case 'refused':
      return (
        <Banner
          tone="bad"
          icon={<IconAlertTriangle size={17} stroke={1.8} />}
          title="An edit was refused and taken back."
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
              ? 'An edit of an earlier visit was sent.'
              : `${notice.edits} edits of an earlier visit were sent.`
          }
          testId="notice-recovered"
          onDismiss={dismiss}
        >
          They had been kept in this browser. {when}
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
          {notice.reason} {count === 1 ? 'It is' : 'They are'} as before. {when}
        </Banner>
      );
    }
    case 'fixed':
    case 'verdict_stands':
    case 'moved':
      // A toast says it (use-toasts); it asks for nothing.
      return null;
  }
}
