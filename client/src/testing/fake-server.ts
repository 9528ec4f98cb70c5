/** A fake server for tests, with one item: sync, acknowledgements, refusals. */

import * as Y from 'yjs';
import { freshDoc } from '../model/item-model';
import { type LockView, type RefusalCode, type ServerMessage, SyncType } from '../protocol/wire';
import { readFrame, syncFrame } from '../sync/frames';
import type { OutboxStore, StoredEdit } from '../sync/outbox';
import type { FakePlatform, FakeSocket } from './fake-platform';

export const ME = { id: 'me', name: 'Ana', color: '#1971c2' };
export const OTHER = { id: 'other', name: 'Bo', color: '#e8590c' };
export const MINE: LockView = { status: 'mine', epoch: 1, holder: ME, in_grace: false };
export const FREE: LockView = { status: 'free', epoch: 0, in_grace: false };
export const THEIRS: LockView = { status: 'other_user', epoch: 2, holder: OTHER, in_grace: false };

export class FakeServer {
  readonly doc = new Y.Doc();
  readonly #platform: FakePlatform;
  #received = 0;
  #socket: FakeSocket | null = null;
  #read = 0;
  #clients = 100;
  #arrived: Uint8Array[] = [];

  constructor(platform: FakePlatform) {
    this.#platform = platform;
  }

  /** Welcomes the latest connection and answers its first sync step. */
  accept(lock: LockView, generation = 1, canWrite = true, why: RefusalCode = 'stage'): void {
    this.#socket = this.#platform.socket;
    this.#received = 0;
    this.#read = 0;
    this.#arrived = [];
    this.send({
      type: 'welcome',
      connection: 'c',
      client_id: ++this.#clients,
      generation,
      seq: 0,
      you: ME,
      lock,
      access: { stage: 'annotate', can_write: canWrite, why: canWrite ? undefined : why },
    });
    this.#answer();
  }

  send(message: ServerMessage): void {
    this.#socket?.events.text(JSON.stringify(message));
  }

  lock(lock: LockView): void {
    this.send({ type: 'lock', lock });
  }

  refuse(code: RefusalCode, received = this.#received): void {
    this.send({ type: 'refused', received, code, reason: `refused: ${code}` });
  }

  /** Returns the updates received since the last call, without applying them. */
  takeUpdates(): Uint8Array[] {
    this.#answer();
    const updates = this.#arrived;
    this.#arrived = [];
    return updates;
  }

  #answer(): void {
    const socket = this.#socket;
    if (socket === null) return;
    for (; this.#read < socket.sent.length; this.#read++) {
      const data = socket.sent[this.#read];
      if (data === undefined || typeof data === 'string') continue;
      const frame = readFrame(data);
      if (frame.kind === 'step1') {
        socket.events.binary(syncFrame(SyncType.step2, Y.encodeStateAsUpdate(this.doc, frame.stateVector)));
      }
      if (frame.kind === 'update' || frame.kind === 'step2') {
        this.#received++;
        this.#arrived.push(frame.update);
      }
    }
  }

  /** Applies the received updates and acknowledges them; returns their number. */
  commit(): number {
    const updates = this.takeUpdates();
    for (const update of updates) Y.applyUpdate(this.doc, update);
    if (updates.length > 0) this.send({ type: 'ack', seq: this.#received, received: this.#received });
    return updates.length;
  }

  /** Applies the received updates without acknowledging them, as if the connection had dropped first. */
  commitWithoutAck(): void {
    for (const update of this.takeUpdates()) Y.applyUpdate(this.doc, update);
  }

  /** The types of the control messages that the client sent on the latest connection. */
  get sentControlTypes(): string[] {
    return (this.#socket?.sent ?? []).flatMap((data) =>
      typeof data === 'string' ? [(JSON.parse(data) as { type: string }).type] : [],
    );
  }

  /** Applies and sends a committed edit of another user. */
  editAsOtherUser(change: (doc: Y.Doc) => void): void {
    const doc = freshDoc(++this.#clients);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.doc));
    const before = Y.encodeStateVector(doc);
    change(doc);
    const update = Y.encodeStateAsUpdate(doc, before);
    Y.applyUpdate(this.doc, update);
    this.#socket?.events.binary(syncFrame(SyncType.update, update));
  }
}

export class MemoryOutbox implements OutboxStore {
  readonly edits = new Map<string, StoredEdit>();
  failing = false;

  load = async (user: string, item: string): Promise<readonly StoredEdit[]> =>
    [...this.edits.values()]
      .filter((edit) => edit.user === user && edit.item === item)
      .sort((a, b) => a.order - b.order);

  put = async (edit: StoredEdit): Promise<void> => {
    if (this.failing) throw new Error('the disk is full');
    this.edits.set(edit.id, edit);
  };

  remove = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) this.edits.delete(id);
  };
}
