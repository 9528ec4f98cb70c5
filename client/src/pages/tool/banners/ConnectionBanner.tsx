// Says that the connection is lost or was closed, and what to do about it.
import { Button } from '@mantine/core';
import { IconPlugConnectedX, IconWifiOff } from '@tabler/icons-react';
import { useNavigate, useRouter } from '@tanstack/react-router';
import type { Editor } from '../../../editor/editor';
import { useSlice } from '../use-slice';
import { Banner } from './Banner';

const UNAUTHENTICATED = 4401;
const GONE = new Set([4403, 4404]);
/** A short outage shows no banner: the save state says Offline, and the connection is restored automatically. */
const QUIET_ATTEMPTS = 2;

export function ConnectionBanner({ editor, onLeave }: { editor: Editor; onLeave: () => void }) {
  const connection = useSlice(editor.connection);
  const permission = useSlice(editor.permission);
  const navigate = useNavigate();
  const router = useRouter();
  if (connection.kind === 'waiting' && connection.attempt > QUIET_ATTEMPTS) {
    return (
      <Banner
        tone="warn"
        icon={<IconWifiOff size={17} stroke={1.8} />}
        title="No connection."
        testId="banner-offline"
        actions={
          <Button variant="default" onClick={() => editor.reconnect()}>
            Try now
          </Button>
        }
      >
        {permission.allowed
          ? 'You can keep working. Edits are kept in this browser and sent once you are back online.'
          : permission.why === 'connecting'
            ? 'Reconnecting automatically. The labels load once you are back online.'
            : 'Reconnecting automatically. What you see may be out of date.'}
      </Banner>
    );
  }
  if (connection.kind !== 'stopped') return null;
  const signIn = connection.code === UNAUTHENTICATED;
  const gone = GONE.has(connection.code);
  return (
    <Banner
      tone="bad"
      icon={<IconPlugConnectedX size={17} stroke={1.8} />}
      title={signIn ? 'Your session has ended.' : gone ? 'You no longer have access to this item.' : 'Disconnected.'}
      testId="banner-stopped"
      actions={
        signIn ? (
          <Button
            onClick={() => void navigate({ to: '/sign-in', search: { next: router.state.location.href, ended: true } })}
          >
            Sign in again
          </Button>
        ) : gone ? (
          <Button variant="default" onClick={onLeave}>
            Back to the task
          </Button>
        ) : (
          <Button onClick={() => editor.reconnect()}>Reconnect</Button>
        )
      }
    >
      {!signIn && connection.detail} {!gone && 'Unsent edits are kept in this browser.'}
    </Banner>
  );
}
