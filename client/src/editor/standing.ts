/** Where one stands with the item: the connection, whose the lock is, what may be edited, and whether all is saved. */

import { type Access, type LockView, worksNot } from '../protocol/wire';
import type { SessionView } from '../sync/session';
import type { ConnectionState, EditorMode, EditPermission, SaveState } from './state';
import { connectionState, editPermission, saveState } from './status';
import { sameFields, slice } from './store';

/** Why nothing can be edited whatever the mode; the rest is said once somebody wants to edit. */
const ALWAYS_SAID: ReadonlySet<string> = new Set([
  'connecting',
  'storage_down',
  'stopped',
  'view_only',
  'paused',
  'assigned',
]);

export class Standing {
  readonly saveState = slice<SaveState>({ kind: 'saved' }, sameFields);
  readonly connection = slice<ConnectionState>({ kind: 'connecting' }, sameFields);
  readonly lock = slice<LockView>({ status: 'free', epoch: 0, in_grace: false });
  readonly access;
  readonly permission = slice<EditPermission>({ allowed: false, why: 'connecting' }, sameFields);

  /** As role, stage, lock and connection have it, whatever the mode. */
  #rightToEdit: EditPermission = { allowed: false, why: 'connecting' };

  constructor(access: Access) {
    this.access = slice(access);
  }

  get mayEdit(): boolean {
    return this.#rightToEdit.allowed;
  }

  /** Whether the item can be worked on here at all, as role and stage allow. */
  get works(): boolean {
    return !worksNot(this.access.get());
  }

  onSession(view: SessionView, mode: EditorMode): void {
    if (view.access !== null) this.access.set(view.access);
    this.lock.set(view.lock);
    this.connection.set(connectionState(view));
    this.#rightToEdit = editPermission(view, this.access.get());
    this.onMode(mode);
  }

  /** In review the label tools are off until asked for (F56). */
  onMode(mode: EditorMode): void {
    const right = this.#rightToEdit;
    const passes = right.allowed || !ALWAYS_SAID.has(right.why);
    this.permission.set(mode === 'review' && passes ? { allowed: false, why: 'review' } : right);
  }

  /** Edits or verdicts have been made, or stored. */
  onUnsent(view: SessionView, verdicts: number): void {
    this.saveState.set(saveState(view, verdicts));
  }
}
