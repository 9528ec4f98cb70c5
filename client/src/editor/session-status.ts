/** The state of the open item for its user: connection, lock, permission to edit, and save state. */

import { type Access, isViewOnly, type LockView } from '../protocol/wire';
import type { SessionView } from '../sync/session';
import type { ConnectionState, EditorMode, EditPermission, SaveState } from './state';
import { connectionState, editPermission, saveState } from './status';
import { sameFields, slice } from './store';

/** Reasons against editing that are shown in every mode; the others are shown only when the user wants to edit. */
const SHOWN_IN_EVERY_MODE: ReadonlySet<string> = new Set([
  'connecting',
  'storage_down',
  'stopped',
  'view_only',
  'paused',
  'assigned',
]);

export class SessionStatus {
  readonly saveState = slice<SaveState>({ kind: 'saved' }, sameFields);
  readonly connection = slice<ConnectionState>({ kind: 'connecting' }, sameFields);
  readonly lock = slice<LockView>({ status: 'free', epoch: 0, in_grace: false });
  readonly access;
  readonly permission = slice<EditPermission>({ allowed: false, why: 'connecting' }, sameFields);

  /** The permission that follows from role, stage, lock and connection, regardless of the mode. */
  #rightToEdit: EditPermission = { allowed: false, why: 'connecting' };

  constructor(access: Access) {
    this.access = slice(access);
  }

  get mayEdit(): boolean {
    return this.#rightToEdit.allowed;
  }

  /** Whether the item can be worked on here at all, not only viewed and commented on. */
  get canBeWorkedOn(): boolean {
    return !isViewOnly(this.access.get());
  }

  onSession(view: SessionView, mode: EditorMode): void {
    if (view.access !== null) this.access.set(view.access);
    this.lock.set(view.lock);
    this.connection.set(connectionState(view));
    this.#rightToEdit = editPermission(view, this.access.get());
    this.onMode(mode);
  }

  /** Applies the mode: in review, the label tools are off until the user turns them on (F56). */
  onMode(mode: EditorMode): void {
    const right = this.#rightToEdit;
    const passes = right.allowed || !SHOWN_IN_EVERY_MODE.has(right.why);
    this.permission.set(mode === 'review' && passes ? { allowed: false, why: 'review' } : right);
  }

  /** Updates the save state after edits or verdicts were made or stored. */
  onUnsent(view: SessionView, verdicts: number): void {
    this.saveState.set(saveState(view, verdicts));
  }
}
