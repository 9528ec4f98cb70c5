/** Local edits that the server has not acknowledged, in order, also stored on disk so that a reload loses none (N4). */

import * as Y from 'yjs';
import type { Label } from '../protocol/labels';
import { MAX_UPDATE_BYTES } from '../protocol/limits';

export interface StoredEdit {
  readonly id: string;
  readonly user: string;
  readonly item: string;
  readonly generation: number;
  /** The tab that made the edit; another tab takes it over only when that tab is closed. */
  readonly tab: string;
  /** Ascending in the order in which edits were made. */
  readonly order: number;
  readonly update: Uint8Array;
  /** The labels it touched, as they were after it; offered as a file if the edit cannot be kept. */
  readonly labels: Readonly<Record<string, Label | null>>;
}

export interface OutboxStore {
  readonly load: (user: string, item: string) => Promise<readonly StoredEdit[]>;
  readonly put: (edit: StoredEdit) => Promise<void>;
  readonly remove: (ids: readonly string[]) => Promise<void>;
}

interface Entry {
  readonly edit: StoredEdit;
  stored: 'pending' | 'yes' | 'failed';
  /** Whether the current document contains it. */
  applied: boolean;
  /** The number of the frame that carried it on this connection; `null` if not sent. */
  frame: number | null;
}

export class Outbox {
  #entries: Entry[] = [];
  readonly #store: OutboxStore;
  readonly #changed: () => void;

  constructor(store: OutboxStore, changed: () => void) {
    this.#store = store;
    this.#changed = changed;
  }

  get length(): number {
    return this.#entries.length;
  }

  /** The number of edits that would be lost if the page were closed now. */
  get unstored(): number {
    return this.#entries.reduce((n, entry) => n + (entry.stored === 'yes' ? 0 : 1), 0);
  }

  get waiting(): boolean {
    return this.#entries.some((entry) => entry.frame === null);
  }

  add(edit: StoredEdit): void {
    const entry: Entry = { edit, stored: 'pending', applied: true, frame: null };
    this.#entries.push(entry);
    this.#store.put(edit).then(
      () => {
        entry.stored = 'yes';
        // Acknowledged or discarded meanwhile: the removal ran before the row existed.
        if (!this.#entries.includes(entry)) void this.#store.remove([edit.id]).catch(() => undefined);
      },
      () => {
        entry.stored = 'failed';
      },
    );
    this.#changed();
  }

  /** Adds edits of an earlier visit, before any of this one. */
  restore(edits: readonly StoredEdit[]): void {
    const known = new Set(this.#entries.map((entry) => entry.edit.id));
    const entries = edits
      .filter((edit) => !known.has(edit.id))
      .map((edit): Entry => ({ edit, stored: 'yes', applied: false, frame: null }));
    if (entries.length === 0) return;
    this.#entries = [...entries, ...this.#entries].sort((a, b) => a.edit.order - b.edit.order);
    this.#changed();
  }

  /** Returns the edits that the current document lacks, in order, and marks them as applied. */
  takeUnapplied(): readonly StoredEdit[] {
    const taken: StoredEdit[] = [];
    for (const entry of this.#entries) {
      if (entry.applied) continue;
      entry.applied = true;
      taken.push(entry.edit);
    }
    return taken;
  }

  /** Marks all edits as unsent: a new connection counts frames from 1. `fresh`: the document is new too, and has no edits. */
  reconnected(fresh: boolean): void {
    for (const entry of this.#entries) {
      entry.frame = null;
      if (fresh) entry.applied = false;
    }
  }

  /** Returns the bytes of the next frame: the unsent edits, merged as far as one frame can hold; `null` if none are left. */
  nextFrame(number: number): Uint8Array | null {
    const waiting = this.#entries.filter((entry) => entry.frame === null);
    const taken: Uint8Array[] = [];
    let bytes = 0;
    for (const entry of waiting) {
      bytes += entry.edit.update.length;
      if (taken.length > 0 && bytes > MAX_UPDATE_BYTES / 2) break;
      taken.push(entry.edit.update);
      entry.frame = number;
    }
    if (taken.length === 0) return null;
    return taken.length === 1 ? taken[0]! : Y.mergeUpdates(taken);
  }

  acknowledge(upTo: number): number {
    return this.#drop((entry) => entry.frame !== null && entry.frame <= upTo).length;
  }

  /** Removes the edits of frame `from` and of all later frames, and the unsent ones, which build on them. */
  refuse(from: number): readonly StoredEdit[] {
    return this.#drop((entry) => entry.frame === null || entry.frame >= from);
  }

  takeAll(): readonly StoredEdit[] {
    return this.#drop(() => true);
  }

  takeOtherGenerations(generation: number): readonly StoredEdit[] {
    return this.#drop((entry) => entry.edit.generation !== generation);
  }

  #drop(which: (entry: Entry) => boolean): readonly StoredEdit[] {
    const dropped = this.#entries.filter(which);
    if (dropped.length === 0) return [];
    this.#entries = this.#entries.filter((entry) => !dropped.includes(entry));
    void this.#store.remove(dropped.map((entry) => entry.edit.id)).catch(() => undefined);
    this.#changed();
    return dropped.map((entry) => entry.edit);
  }
}

/** Returns the file offered for edits that could not be kept: each touched label in its last state. */
export function discardedFile(item: string, reason: string, edits: readonly StoredEdit[]): string {
  const labels: Record<string, Label | null> = {};
  for (const edit of edits) Object.assign(labels, edit.labels);
  return `${JSON.stringify({ format: 'countersign-unsent', version: 1, item, reason, labels }, null, 2)}\n`;
}
