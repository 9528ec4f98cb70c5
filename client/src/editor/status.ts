/** What the connection means for the person: save state, permission to edit, connection, in words. Pure. */

import type { Access, LockView } from '../protocol/wire';
import type { SessionView } from '../sync/session';
import type { ConnectionState, EditorNotice, EditPermission, SaveState } from './state';

/** What a final close code says. */
const STOPPED: Readonly<Record<number, string>> = {
  4400: 'The server could not read what this page sent. Reload the page.',
  4401: 'You are signed out. Sign in again to go on.',
  4403: 'You have no access to this item any more.',
  4404: 'This item does not exist, or not for you.',
  4408: 'The connection was too slow to keep up. Try again.',
  4409: 'Somebody else is editing this item.',
  4410: 'The item was opened for editing elsewhere.',
  4413: 'An edit was too large for the server.',
  4423: 'The item takes no changes at its present stage.',
};

export function connectionState({ phase }: SessionView): ConnectionState {
  if (phase.kind !== 'stopped') return phase;
  const detail = STOPPED[phase.code] ?? `The server ended the connection (${phase.code}).`;
  return { kind: 'stopped', code: phase.code, detail };
}

/** `verdicts`: commands on their way beside the edits. */
export function saveState(view: SessionView, verdicts = 0): SaveState {
  const { phase, refusal, access } = view;
  const unsent = view.unsent + verdicts;
  if (refusal !== null) return { kind: 'refused', code: refusal.code, detail: refusal.reason };
  const online = phase.kind === 'online';
  if (online && access?.why === 'storage_down') {
    return { kind: 'offline', unsent, detail: 'The server cannot reach its database. It tries again by itself.' };
  }
  if (phase.kind === 'stopped') {
    return { kind: 'offline', unsent, detail: STOPPED[phase.code] ?? 'The connection has ended.' };
  }
  if (phase.kind === 'waiting' || (phase.kind === 'connecting' && access !== null)) {
    return { kind: 'offline', unsent, detail: 'No connection to the server. It comes back by itself.' };
  }
  if (unsent === 0) return { kind: 'saved' };
  if (online && view.lock.status === 'other_tab') {
    return {
      kind: 'offline',
      unsent,
      detail: 'You have this item open in another tab; edits made here go out once you edit here again.',
    };
  }
  return { kind: 'saving', unsent };
}

export function editPermission(view: SessionView, access: Access): EditPermission {
  const no = (why: (EditPermission & { allowed: false })['why']): EditPermission => ({ allowed: false, why });
  if (view.phase.kind === 'stopped' || view.phase.kind === 'closed') return no('stopped');
  if (!access.can_write) {
    switch (access.why) {
      case 'storage_down':
      case 'view_only':
      case 'paused':
      case 'assigned':
        return no(access.why);
    }
    return no(access.why === 'stage' || access.stage === 'complete' ? 'stage' : 'role');
  }
  if (!view.usable) return no('connecting');
  switch (view.lock.status) {
    case 'mine':
    case 'off':
      return { allowed: true };
    case 'free':
      return no('lock_free');
    case 'other_tab':
      return no('other_tab');
    case 'other_user':
      return no('other_user');
  }
}

/** What is still news once the lock went from one state to another: it is free, or I was asked for it, only so long. */
export function stillNews(notices: readonly EditorNotice[], from: LockView, to: LockView): readonly EditorNotice[] {
  const over = { lock_freed: from.status === 'free', lock_requested: from.status === 'mine' } as Record<
    string,
    boolean
  >;
  return from.status === to.status ? notices : notices.filter((notice) => over[notice.kind] !== true);
}
