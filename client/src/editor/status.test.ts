import { describe, expect, it } from 'vitest';
import type { SessionView } from '../sync/session';
import { FREE, MINE, THEIRS } from '../testing/fake-server';
import { connectionState, editPermission, saveState } from './status';

const access = { stage: 'annotate', can_write: true } as const;
const online: SessionView = {
  phase: { kind: 'online', synced: true },
  lock: MINE,
  access,
  unsent: 0,
  refusal: null,
  usable: true,
};
const waiting = { kind: 'waiting', retryInMs: 100, attempt: 1 } as const;

describe('F63 the save state', () => {
  it('is saved, saving, offline with the number of unsent edits, or refused with the reason', () => {
    expect(saveState(online).kind).toBe('saved');
    expect(saveState({ ...online, unsent: 2 })).toEqual({ kind: 'saving', unsent: 2 });
    expect(saveState({ ...online, phase: waiting, unsent: 3 })).toMatchObject({ kind: 'offline', unsent: 3 });
    expect(saveState({ ...online, phase: waiting })).toMatchObject({ kind: 'offline', unsent: 0 });
    const refusal = { code: 'geometry', reason: 'outside' } as const;
    expect(saveState({ ...online, refusal })).toEqual({ kind: 'refused', code: 'geometry', detail: 'outside' });
  });

  it('is not saved while edits wait for the database or for another tab', () => {
    const down = { ...access, can_write: false, why: 'storage_down' } as const;
    expect(saveState({ ...online, access: down, unsent: 1 }).kind).toBe('offline');
    expect(saveState({ ...online, lock: { ...MINE, status: 'other_tab' }, unsent: 1 }).kind).toBe('offline');
  });

  it('is not offline while connecting for the first time', () => {
    expect(saveState({ ...online, access: null, phase: { kind: 'connecting' } }).kind).toBe('saved');
  });
});

describe('permission to edit', () => {
  it('lasts while offline with the lock, and ends with the lock', () => {
    expect(editPermission({ ...online, phase: waiting }, access)).toEqual({ allowed: true });
    expect(editPermission({ ...online, lock: FREE }, access)).toEqual({ allowed: false, why: 'lock_free' });
    expect(editPermission({ ...online, lock: THEIRS }, access)).toEqual({ allowed: false, why: 'other_user' });
    expect(editPermission({ ...online, lock: { ...FREE, status: 'off' } }, access)).toEqual({ allowed: true });
    expect(editPermission({ ...online, usable: false }, access)).toEqual({ allowed: false, why: 'connecting' });
  });

  it('F14 ends when the item is view-only, the task is paused, or the item is assigned to someone else', () => {
    for (const why of ['view_only', 'paused', 'assigned'] as const) {
      expect(editPermission(online, { ...access, can_write: false, why })).toEqual({ allowed: false, why });
    }
  });

  it('has a sentence for each final close code', () => {
    for (const code of [4400, 4401, 4403, 4404, 4408, 4409, 4410, 4413, 4423]) {
      const state = connectionState({ ...online, phase: { kind: 'stopped', code, reason: '' } });
      expect(state).toMatchObject({ kind: 'stopped', code });
      expect(state.kind === 'stopped' && state.detail).toMatch(/^[A-Z].*\.$/);
    }
  });
});
