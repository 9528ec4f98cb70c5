/** Derives what the user sees of the session: save state, permission to edit, and connection state. Pure functions. */

import type { Access, LockView } from '../protocol/wire';
import type { SessionView } from '../sync/session';
import type { ConnectionState, EditorNotice, EditPermission, SaveState } from './state';

/** What each final close code means, for the user. */
const CLOSE_CODE_TEXTS: Readonly<Record<number, string>> = {
  4400: 'The server could not read what this page sent. Reload the page.',
  4401: 'You are signed out. Sign in again to continue.',
  4403: 'You no longer have access to this item.',
  4404: 'This item does not exist, or you have no access to it.',
  4408: 'The connection was too slow to keep up. Try again.',
  4409: 'Someone else is editing this item.',
  4410: 'You opened this item for editing elsewhere.',
  4413: 'An edit was too large for the server.',
  4423: 'This item cannot be changed at its current stage.',
};

export function connectionState({ phase }: SessionView): ConnectionState {
  if (phase.kind !== 'stopped') return phase;
  const detail = CLOSE_CODE_TEXTS[phase.code] ?? `The server ended the connection (${phase.code}).`;
  return { kind: 'stopped', code: phase.code, detail };
}

/** Returns the save state. `verdicts`: the number of commands in flight, in addition to the edits. */
export function saveState(view: SessionView, verdicts = 0): SaveState {
  const { phase, refusal, access } = view;
  const unsent = view.unsent + verdicts;
  if (refusal !== null) return { kind: 'refused', code: refusal.code, detail: refusal.reason };
  const online = phase.kind === 'online';
  if (online && access?.why === 'storage_down') {
    return { kind: 'offline', unsent, detail: 'The server cannot reach its database. It retries automatically.' };
  }
  if (phase.kind === 'stopped') {
    return { kind: 'offline', unsent, detail: CLOSE_CODE_TEXTS[phase.code] ?? 'The connection has ended.' };
  }
  if (phase.kind === 'waiting' || (phase.kind === 'connecting' && access !== null)) {
    return { kind: 'offline', unsent, detail: 'No connection to the server. Reconnecting automatically.' };
  }
  if (unsent === 0) return { kind: 'saved' };
  if (online && view.lock.status === 'other_tab') {
    return {
      kind: 'offline',
      unsent,
      detail: 'You are editing this item in another tab. Edits made here are sent once you edit here again.',
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

/** Drops the notices that a change of the lock makes obsolete: that it is free, or that someone asks this user for it. */
export function withoutObsoleteNotices(
  notices: readonly EditorNotice[],
  from: LockView,
  to: LockView,
): readonly EditorNotice[] {
  const over = { lock_freed: from.status === 'free', lock_requested: from.status === 'mine' } as Record<
    string,
    boolean
  >;
  return from.status === to.status ? notices : notices.filter((notice) => over[notice.kind] !== true);
}
