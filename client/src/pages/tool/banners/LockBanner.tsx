// Why labels cannot be edited here now, and what to do about it: lock, role, stage, storage (F102 to F104).
import { Button } from '@mantine/core';
import { IconBrowser, IconDatabaseOff, IconEye, IconLockOpen, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import type { Editor } from '../../../editor/editor';
import type { Item, Stage, TaskState } from '../../../protocol/types';
import { useNow } from '../../../ui/now';
import { PersonAvatar } from '../../../ui/PersonAvatar';
import { STAGE_LABEL } from '../../../ui/stages';
import { relativeTime } from '../../../ui/time';
import { useSlice } from '../use-slice';
import { Banner } from './Banner';
import { BlockedBanner } from './BlockedBanner';

const WORKERS: Record<Exclude<Stage, 'complete'>, string> = {
  annotate: 'annotators',
  review: 'reviewers',
  acceptance: 'inspectors',
};

interface Props {
  editor: Editor;
  /** The state of the task. */
  state: TaskState;
  item: Item;
  onUnlock: () => void;
}

export function LockBanner({ editor, state, item, onUnlock }: Props) {
  const permission = useSlice(editor.permission);
  const lock = useSlice(editor.lock);
  const peers = useSlice(editor.peers);
  const following = useSlice(editor.following);
  const { stage } = useSlice(editor.item);
  const notices = useSlice(editor.notices);
  const now = useNow();
  const [requestedEpoch, setRequestedEpoch] = useState<number | null>(null);
  const [dismissedEpoch, setDismissedEpoch] = useState<number | null>(null);
  if (permission.allowed) return null;

  switch (permission.why) {
    case 'connecting':
    case 'stopped':
      // The connection banner says it.
      return null;
    case 'review': {
      // Judging needs no lock: two reviewers can judge at the same time.
      const holder = lock.status === 'other_user' ? lock.holder : null;
      if (!holder) return null;
      return (
        <Banner
          tone="quiet"
          icon={<PersonAvatar person={holder} size={24} tooltip={false} />}
          title={`${holder.name} has this item open too`}
          testId="banner-other-reviewer"
        >
          You can both judge. If you judge the same label, the last verdict counts.
        </Banner>
      );
    }
    case 'storage_down':
      return (
        <Banner
          tone="warn"
          icon={<IconDatabaseOff size={17} stroke={1.8} />}
          title="The server cannot save right now."
          testId="banner-storage"
        >
          Labels are read-only until it can. Saved work is safe, and editing resumes automatically.
        </Banner>
      );
    case 'role':
    case 'stage':
      return (
        <Banner tone="quiet" icon={<IconEye size={17} stroke={1.8} />} title="Read-only." testId="banner-read-only">
          {stage === 'complete'
            ? 'This item is accepted, and its labels are in the dataset.'
            : `In ${STAGE_LABEL[stage]}, only the task’s ${WORKERS[stage]} can edit labels.`}{' '}
          You can view and comment.
        </Banner>
      );
    case 'view_only':
    case 'paused':
    case 'assigned':
      return <BlockedBanner why={permission.why} state={state} item={item} />;
    case 'lock_free':
      return (
        <Banner
          tone="info"
          icon={<IconPencil size={17} stroke={1.8} />}
          title="Nobody is editing."
          testId="banner-free"
          actions={<Button onClick={() => editor.acquireLock()}>Edit</Button>}
        >
          Start editing to change the labels.
        </Banner>
      );
    case 'other_tab':
      // The notice about the take-over says the same and has the button to edit here again.
      if (notices.some((notice) => notice.kind === 'taken_over')) return null;
      if (dismissedEpoch === lock.epoch) {
        return (
          <Banner
            tone="quiet"
            icon={<IconEye size={17} stroke={1.8} />}
            title="Read-only."
            testId="banner-other-tab"
            actions={
              <Button variant="default" onClick={() => editor.takeOver()}>
                Edit here
              </Button>
            }
          >
            You are editing in another tab.
          </Banner>
        );
      }
      return (
        <Banner
          tone="warn"
          icon={<IconBrowser size={17} stroke={1.8} />}
          title="Open in another tab."
          testId="banner-other-tab"
          actions={
            <>
              <Button onClick={() => editor.takeOver()}>Edit here</Button>
              <Button variant="default" onClick={() => setDismissedEpoch(lock.epoch)}>
                Stay read-only
              </Button>
            </>
          }
        >
          If you edit here, the other tab becomes read-only.
        </Banner>
      );
    case 'other_user': {
      const holder = lock.holder;
      if (!holder) return null;
      const peer = peers.find((each) => each.person.id === holder.id && !each.mine);
      const follows = peer !== undefined && following === peer.client;
      const startedText = lock.since ? `Started ${relativeTime(Date.parse(lock.since), now)}. ` : '';
      return (
        <Banner
          tone="info"
          icon={<PersonAvatar person={holder} size={24} tooltip={false} />}
          title={`${holder.name} is editing`}
          testId="banner-other-user"
          actions={
            <>
              <Button
                variant="default"
                disabled={requestedEpoch === lock.epoch}
                onClick={() => {
                  editor.requestLock();
                  setRequestedEpoch(lock.epoch);
                }}
              >
                {requestedEpoch === lock.epoch ? 'Request sent' : 'Ask to edit'}
              </Button>
              {peer && (
                <Button
                  variant={follows ? 'light' : 'default'}
                  aria-pressed={follows}
                  onClick={() => editor.follow(follows ? null : peer.client)}
                >
                  {follows ? 'Following' : 'Follow'}
                </Button>
              )}
              {item.can.force_unlock && (
                <Button
                  variant="subtle"
                  color="red"
                  leftSection={<IconLockOpen size={15} stroke={1.8} />}
                  onClick={onUnlock}
                >
                  Unlock…
                </Button>
              )}
            </>
          }
        >
          {lock.in_grace
            ? 'They are disconnected. The item will be free soon unless they come back.'
            : `${startedText}You see changes live and can comment.`}
        </Banner>
      );
    }
  }
}
