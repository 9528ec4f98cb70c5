/** The connection of one open item: syncs the document with the server, sends own edits until they are acknowledged, and
 * carries lock and presence. {@link SessionView} is its observable state. */

import * as Y from 'yjs';
import { freshDoc, type ItemModel } from '../model/item-model';
import type { Platform, Socket, Timer } from '../platform/platform';
import {
  type Access,
  type ClientMessage,
  isFinalClose,
  isTemporaryRefusal,
  type LockView,
  type RefusalCode,
  type ServerMessage,
  SUBPROTOCOL,
  SyncType,
  type Welcome,
  type WireNotice,
} from '../protocol/wire';
import { retryDelay } from './backoff';
import { readFrame, syncFrame } from './frames';
import { discardedFile, Outbox, type OutboxStore, type StoredEdit } from './outbox';
import { type PeerPresence, PresenceChannel } from './presence';

/** Edits made within one display frame are sent together. */
const MERGE_MS = 16;
const CHECK_INTERVAL_MS = 2_000;
/** Silence after which the server is probed; shorter while an edit waits for its acknowledgement. */
const IDLE_MS = 25_000;
const IDLE_UNACKNOWLEDGED_MS = 4_000;
const PROBE_TIMEOUT_MS = 8_000;
const RELEASE_TIMEOUT_MS = 2_000;

const NOT_WRITABLE_REASON = 'You can no longer change this item at its current stage.';
/** Why unsent edits are discarded. */
const DISCARD_REASONS: Partial<Record<RefusalCode, string>> = {
  paused: 'The task was paused or closed before your edits arrived.',
  assigned: 'The item was assigned to someone else before your edits arrived.',
};

export type Phase =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'online'; readonly synced: boolean }
  | { readonly kind: 'waiting'; readonly retryInMs: number; readonly attempt: number }
  | { readonly kind: 'stopped'; readonly code: number; readonly reason: string }
  | { readonly kind: 'closed' };

export interface Refusal {
  readonly code: RefusalCode;
  readonly reason: string;
  readonly label?: string | null;
}

export interface SessionView {
  readonly phase: Phase;
  readonly lock: LockView;
  readonly access: Access | null;
  readonly unsent: number;
  /** The last refusal, until a later edit is saved or the user dismisses it. */
  readonly refusal: Refusal | null;
  /** Whether the connection allows edits of the current document: it is synced, or was when the connection dropped. */
  readonly usable: boolean;
}

export interface Discarded {
  readonly reason: string;
  readonly edits: number;
  readonly json: string;
}

export interface SessionEvents {
  readonly changed: (view: SessionView) => void;
  readonly notice: (notice: WireNotice) => void;
  readonly refused: (refusal: Refusal) => void;
  readonly discarded: (work: Discarded) => void;
  /** Called when edits of an earlier visit are recovered. */
  readonly recovered: (edits: number) => void;
  readonly peers: (peers: readonly PeerPresence[]) => void;
}

export interface SessionOptions {
  readonly item: string;
  readonly user: string;
  readonly tab: string;
  readonly isTabOpen: (tab: string) => Promise<boolean>;
  /** Opens the item to view and comment; the server refuses everything else (F14). */
  readonly viewOnly?: boolean;
  readonly model: ItemModel;
  readonly store: OutboxStore;
  readonly platform: Platform;
  readonly events: SessionEvents;
}

interface Connection {
  readonly socket: Socket;
  /** The document this connection syncs; the model adopts it when the first difference has arrived. */
  doc: Y.Doc | null;
  welcomed: boolean;
  synced: boolean;
  framesSent: number;
  lastReceivedAt: number;
  probedAt: number | null;
}

const NO_LOCK: LockView = { status: 'free', epoch: 0, in_grace: false };

export class Session {
  readonly presence: PresenceChannel;
  readonly #options: SessionOptions;
  readonly #outbox: Outbox;
  #view: SessionView = {
    phase: { kind: 'connecting' },
    lock: NO_LOCK,
    access: null,
    unsent: 0,
    refusal: null,
    usable: false,
  };
  #connection: Connection | null = null;
  /** The connection that releases the lock after the session was closed. */
  #leaving: Connection | null = null;
  #generation: number | null = null;
  /** Whether the model's document was fully synced and no refusal has invalidated it since. */
  #docGood = false;
  /** Whether to acquire the lock when it is free: on opening, and on reconnecting after having held it. */
  #wantLock: boolean;
  #attempt = 0;
  #order = 0;
  #retry: Timer | null = null;
  #merge: Timer | null = null;
  #check: Timer | null = null;
  #sentAt = 0;
  readonly #undo: (() => void)[] = [];

  constructor(options: SessionOptions) {
    this.#options = options;
    const { model, platform, store, events } = options;
    this.#wantLock = options.viewOnly !== true;
    this.#outbox = new Outbox(store, () => this.#set({ unsent: this.#outbox.length }));
    this.presence = new PresenceChannel(platform, (frame) => this.#sendFrame(frame), events.peers);
    this.#undo.push(
      model.onEdit(({ update, labels }) => {
        this.#order = Math.max(this.#order + 1, platform.now() * 1_000);
        this.#outbox.add({
          id: `${options.tab}-${this.#order}`,
          user: options.user,
          item: options.item,
          generation: this.#generation ?? 0,
          tab: options.tab,
          order: this.#order,
          update,
          labels,
        });
        this.#sendSoon();
      }),
      platform.onBeforeUnload(() => this.#outbox.unstored > 0),
      platform.onNetwork((online) => {
        if (online) this.reconnect();
        else this.#lost(1006, 'offline');
      }),
    );
  }

  get view(): SessionView {
    return this.#view;
  }

  async start(): Promise<void> {
    this.#connect();
    this.#checkLater();
    const { store, user, item, tab, isTabOpen, viewOnly } = this.#options;
    // Edits of an earlier visit stay stored until a visit that can send them.
    if (viewOnly) return;
    const edits = await store.load(user, item).catch(() => []);
    const mine: StoredEdit[] = [];
    const open = new Map<string, boolean>([[tab, false]]);
    for (const edit of edits) {
      if (!open.has(edit.tab)) open.set(edit.tab, await isTabOpen(edit.tab));
      if (open.get(edit.tab) === false) mine.push(edit);
    }
    if (this.#view.phase.kind === 'closed') return;
    this.#outbox.restore(mine);
    if (this.#generation !== null) this.#dropOtherGenerations(this.#generation);
    this.#settle();
  }

  close(): void {
    this.#set({ phase: { kind: 'closed' }, usable: false });
    for (const undo of this.#undo) undo();
    for (const timer of [this.#retry, this.#merge, this.#check]) timer?.cancel();
    this.#flush();
    const connection = this.#connection;
    this.#connection = null;
    this.presence.disconnected();
    if (connection === null) return;
    const { status } = this.#view.lock;
    const holds = status === 'mine' || (status === 'free' && connection.welcomed && this.#wantLock);
    if (holds && this.#outbox.length === 0) this.#release(connection);
    else connection.socket.drop();
  }

  /** Releases the lock of an item that was left with everything saved, so that the next user need not wait for the lock's
   * grace period. The server drops a connection's requests when it closes, so it stays open until the answer. */
  #release(connection: Connection): void {
    this.#leaving = connection;
    connection.socket.send(JSON.stringify({ type: 'release' } satisfies ClientMessage));
    this.#options.platform.setTimer(RELEASE_TIMEOUT_MS, () => connection.socket.drop());
  }

  #onLastText(connection: Connection, text: string): void {
    const message = JSON.parse(text) as ServerMessage;
    // An earlier request for the lock can still be answered after the release was sent.
    if (message.type === 'lock' && message.lock.status !== 'mine') connection.socket.drop();
  }

  /** Reconnects at once, even after the connection was stopped. */
  reconnect(): void {
    const { kind } = this.#view.phase;
    if (kind !== 'waiting' && kind !== 'stopped') return;
    this.#attempt = 0;
    this.#connect();
  }

  /** Sends a message, after the unsent edits, so that handing over the lock loses none. */
  send(message: ClientMessage): void {
    this.#flush();
    this.#connection?.socket.send(JSON.stringify(message));
  }

  dismissRefusal(): void {
    this.#set({ refusal: null });
  }

  // Connecting

  #connect(): void {
    this.#retry?.cancel();
    this.#retry = null;
    this.#set({ phase: { kind: 'connecting' } });
    const { platform, item, tab, viewOnly } = this.#options;
    const view = viewOnly ? '&view=qa' : '';
    const path = `/api/v1/live/${encodeURIComponent(item)}?tab=${encodeURIComponent(tab)}${view}`;
    const mine = (): boolean => this.#connection === connection;
    const socket = platform.openSocket(path, SUBPROTOCOL, {
      open: () => undefined,
      text: (text) => {
        if (mine()) this.#onText(connection, text);
        else if (this.#leaving === connection) this.#onLastText(connection, text);
      },
      binary: (bytes) => mine() && this.#onBinary(connection, bytes),
      closed: (code, reason) => mine() && this.#lost(code, reason),
    });
    const connection: Connection = {
      socket,
      doc: null,
      welcomed: false,
      synced: false,
      framesSent: 0,
      lastReceivedAt: platform.now(),
      probedAt: null,
    };
    this.#connection = connection;
  }

  /** Handles a connection that was closed or does not answer. */
  #lost(code: number, reason: string): void {
    const connection = this.#connection;
    if (connection === null) return;
    this.#connection = null;
    connection.socket.drop();
    this.presence.disconnected();
    this.#outbox.reconnected(false);
    if (isFinalClose(code)) {
      this.#set({ phase: { kind: 'stopped', code, reason }, usable: false });
      return;
    }
    this.#retryLater(code);
  }

  #retryLater(code: number): void {
    const { platform } = this.#options;
    const retryInMs = retryDelay(this.#attempt, code, platform.random());
    this.#attempt++;
    this.#set({ phase: { kind: 'waiting', retryInMs, attempt: this.#attempt }, usable: this.#docGood });
    this.#retry = platform.setTimer(retryInMs, () => this.#connect());
  }

  /** Probes the connection, and drops it if no answer comes: a half-open connection never closes by itself. */
  #checkLater(): void {
    this.#check = this.#options.platform.setTimer(CHECK_INTERVAL_MS, () => {
      this.#checkLater();
      const connection = this.#connection;
      if (connection === null) return;
      const now = this.#options.platform.now();
      if (connection.probedAt !== null) {
        if (now - connection.probedAt > PROBE_TIMEOUT_MS) this.#lost(1006, 'no answer');
        return;
      }
      const idleLimit = this.#outbox.length > 0 ? IDLE_UNACKNOWLEDGED_MS : IDLE_MS;
      if (now - connection.lastReceivedAt <= idleLimit) return;
      connection.probedAt = now;
      // Any request would do; this one also fetches missed updates.
      if (connection.doc !== null) this.#sendFrame(syncFrame(SyncType.step1, Y.encodeStateVector(connection.doc)));
    });
  }

  #heard(connection: Connection): void {
    connection.lastReceivedAt = this.#options.platform.now();
    connection.probedAt = null;
  }

  #onText(connection: Connection, text: string): void {
    this.#heard(connection);
    const message = JSON.parse(text) as ServerMessage;
    switch (message.type) {
      case 'welcome':
        return this.#onWelcome(connection, message);
      case 'ack':
        return this.#onAck(message.received);
      case 'refused':
        return this.#onRefused(message.received, message);
      case 'lock':
        this.#set({ lock: message.lock });
        this.#wantLock = message.lock.status === 'mine';
        return this.#settle();
      case 'access':
        this.#set({ access: message.access });
        return this.#settle();
      case 'notice':
        return this.#options.events.notice(message.notice);
    }
  }

  #onWelcome(connection: Connection, welcome: Welcome): void {
    connection.welcomed = true;
    const { model } = this.#options;
    const sameGeneration = this.#generation === welcome.generation;
    this.#generation = welcome.generation;
    const fresh = !this.#docGood || !sameGeneration;
    connection.doc = fresh ? freshDoc(welcome.client_id) : model.doc;
    this.#outbox.reconnected(fresh);
    if (fresh) this.#docGood = false;
    this.#dropOtherGenerations(welcome.generation);
    this.#set({
      phase: { kind: 'online', synced: false },
      lock: welcome.lock,
      access: welcome.access,
      usable: !fresh,
    });
    this.#sendFrame(syncFrame(SyncType.step1, Y.encodeStateVector(connection.doc)));
    this.presence.connected(connection.doc.clientID);
    if (welcome.lock.status !== 'free') this.#wantLock = welcome.lock.status === 'mine';
    else if (this.#wantLock && welcome.access.can_write) this.send({ type: 'acquire' });
  }

  #dropOtherGenerations(generation: number): void {
    const reason = 'The item was replaced by another version in the meantime.';
    this.#discard(this.#outbox.takeOtherGenerations(generation), reason);
  }

  #onBinary(connection: Connection, bytes: Uint8Array): void {
    this.#heard(connection);
    const frame = readFrame(bytes);
    if (frame.kind === 'presence') return this.presence.receive(frame.entries);
    if (frame.kind !== 'step2' && frame.kind !== 'update') return;
    const { model } = this.#options;
    if (connection.doc === null) return;
    if (connection.doc === model.doc) model.applyServer(frame.update);
    else Y.applyUpdate(connection.doc, frame.update);
    if (frame.kind !== 'step2' || connection.synced) return;
    connection.synced = true;
    this.#attempt = 0;
    this.#docGood = true;
    model.adopt(connection.doc);
    this.#set({ phase: { kind: 'online', synced: true }, usable: true });
    this.#settle();
  }

  // Own edits

  /** Sends, keeps or discards the unsent edits, depending on the current lock and access. */
  #settle(): void {
    const { lock, access, phase } = this.#view;
    if (phase.kind !== 'online' || !phase.synced || access === null || this.#outbox.length === 0) return;
    if (!this.#outbox.waiting) return;
    if (!access.can_write && access.why === 'storage_down') return;
    if (!access.can_write) {
      return this.#giveUp(DISCARD_REASONS[access.why ?? 'stage'] ?? NOT_WRITABLE_REASON);
    }
    if (lock.status === 'other_user') {
      const name = lock.holder?.name ?? 'Someone else';
      return this.#giveUp(`${name} took over editing while you were offline.`);
    }
    // Another tab of the same user: the edits wait until that tab is done or this one takes over.
    if (lock.status === 'other_tab') return;
    if (lock.status === 'free') {
      // Otherwise the lock has already been requested.
      if (!this.#wantLock) this.send({ type: 'acquire' });
      this.#wantLock = true;
      return;
    }
    const taken = this.#outbox.takeUnapplied();
    for (const edit of taken) this.#options.model.applyRecovered(edit.update);
    if (taken.length > 0) this.#options.events.recovered(taken.length);
    this.#flush();
  }

  /** Discards the unsent edits and starts over with the server's document: the current one holds edits that will never be
   * saved. */
  #giveUp(reason: string): void {
    this.#discard(this.#outbox.takeAll(), reason);
    this.#startOver();
  }

  #startOver(): void {
    this.#docGood = false;
    this.#outbox.reconnected(true);
    const connection = this.#connection;
    this.#connection = null;
    connection?.socket.drop();
    this.presence.disconnected();
    this.#set({ usable: false });
    this.#connect();
  }

  #sendSoon(): void {
    const { platform } = this.#options;
    const wait = this.#sentAt + MERGE_MS - platform.now();
    if (wait <= 0) this.#flush();
    else this.#merge ??= platform.setTimer(wait, () => this.#flush());
  }

  #flush(): void {
    this.#merge?.cancel();
    this.#merge = null;
    const connection = this.#connection;
    const { lock, access } = this.#view;
    if (connection === null || !connection.synced || access?.can_write !== true) return;
    if (lock.status !== 'mine' && lock.status !== 'off') return;
    for (;;) {
      const update = this.#outbox.nextFrame(connection.framesSent + 1);
      if (update === null) return;
      connection.framesSent++;
      this.#sentAt = this.#options.platform.now();
      this.#sendFrame(syncFrame(SyncType.update, update));
    }
  }

  #onAck(received: number): void {
    if (this.#outbox.acknowledge(received) > 0 && this.#view.refusal !== null) this.#set({ refusal: null });
  }

  #onRefused(received: number, refusal: Refusal): void {
    if (isTemporaryRefusal(refusal.code)) {
      // Not the edit's fault: the same bytes are sent again, after a delay.
      this.#lost(4503, refusal.reason);
      return;
    }
    const { code, reason, label } = refusal;
    this.#set({ refusal: { code, reason, label } });
    this.#options.events.refused({ code, reason, label });
    this.#discard(this.#outbox.refuse(received), reason);
    this.#startOver();
  }

  #discard(edits: readonly StoredEdit[], reason: string): void {
    if (edits.length === 0) return;
    this.#options.events.discarded({
      reason,
      edits: edits.length,
      json: discardedFile(this.#options.item, reason, edits),
    });
  }

  #sendFrame(frame: Uint8Array): void {
    this.#connection?.socket.send(frame);
  }

  #set(change: Partial<SessionView>): void {
    this.#view = { ...this.#view, ...change };
    this.#options.events.changed(this.#view);
  }
}
