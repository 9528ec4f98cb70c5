// A connection that does not come back by itself says so, and what helps.
import { Button } from '@mantine/core';
import { IconPlugConnectedX, IconWifiOff } from '@tabler/icons-react';
import { useNavigate, useRouter } from '@tanstack/react-router';
import type { Editor } from '../../editor/editor';
import { Banner } from './Banner';
import { useSlice } from './use-slice';

const UNAUTHENTICATED = 4401;
const GONE = new Set([4403, 4404]);
/** A short wait is no news: the save state says Offline, and it comes back by itself. */
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
          ? 'You can go on: edits are kept in this browser and go out once the connection is back.'
          : permission.why === 'connecting'
            ? 'It comes back by itself, and with it the labels of this item.'
            : 'It comes back by itself; what you see may be old until then.'}
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
      title={
        signIn ? 'Your sign-in ended.' : gone ? 'You no longer have access to this item.' : 'The connection was ended.'
      }
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
          <Button onClick={() => editor.reconnect()}>Connect again</Button>
        )
      }
    >
      {!signIn && connection.detail} {!gone && 'Unsent edits are kept in this browser.'}
    </Banner>
  );
}
