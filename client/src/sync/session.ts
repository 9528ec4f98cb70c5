/** The connection of one open item: keeps the document in step with the server, sends own edits until acknowledged, and
 * carries lock and presence. One value, {@link SessionView}, tells where it stands. */

import * as Y from 'yjs';
import { freshDoc, type ItemModel } from '../model/item-model';
import type { Platform, Socket, Timer } from '../platform/platform';
import {
  type Access,
  type ClientMessage,
  isFinalClose,
  type LockView,
  type RefusalCode,
  refusalPasses,
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

/** Edits made within one display frame travel together. */
const MERGE_MS = 16;
const CHECK_EVERY_MS = 2_000;
/** Silence after which the server is asked for a sign of life; shorter while an edit waits for its acknowledgement. */
const IDLE_MS = 25_000;
const IDLE_UNACKNOWLEDGED_MS = 4_000;
const ANSWER_WITHIN_MS = 8_000;
const RELEASE_WITHIN_MS = 2_000;

const STAGE_ENDED = 'You may not change this item at its present stage.';
/** Why edits that were not sent are not sent any more. */
const GIVEN_UP: Partial<Record<RefusalCode, string>> = {
  paused: 'The task was paused or closed before they arrived.',
  assigned: 'The item was assigned to somebody else before they arrived.',
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
  /** The last refusal, until an edit was saved after it or the person dismissed it. */
  readonly refusal: Refusal | null;
  /** The document at hand may be edited as far as the connection is concerned: synced, or gone while it was. */
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
  /** Work of an earlier visit was taken up. */
  readonly recovered: (edits: number) => void;
  readonly peers: (peers: readonly PeerPresence[]) => void;
}

export interface SessionOptions {
  readonly item: string;
  readonly user: string;
  readonly tab: string;
  readonly isTabOpen: (tab: string) => Promise<boolean>;
  /** To look and comment; the server refuses all else (F14). */
  readonly viewOnly?: boolean;
  readonly model: ItemModel;
  readonly store: OutboxStore;
  readonly platform: Platform;
  readonly events: SessionEvents;
}

interface Connection {
  readonly socket: Socket;
  /** The document this connection syncs; taken over by the model when the first difference is in. */
  doc: Y.Doc | null;
  welcomed: boolean;
  synced: boolean;
  framesSent: number;
  heardAt: number;
  askedAt: number | null;
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
  /** Gives back the lock after the session was closed. */
  #leaving: Connection | null = null;
  #generation: number | null = null;
  /** The model's document went through a full sync and no refusal spoiled it. */
  #docGood = false;
  /** Take the lock when it is free: at opening, and coming back after it was mine. */
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
      platform.onLeaving(() => this.#outbox.unstored > 0),
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
    // Work of an earlier visit waits for one that may send it.
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

  /** Left with everything saved: the next person need not wait for the lock's grace. The server forgets what a connection
   * asked for when it goes, so it stays until the answer. */
  #release(connection: Connection): void {
    this.#leaving = connection;
    connection.socket.send(JSON.stringify({ type: 'release' } satisfies ClientMessage));
    this.#options.platform.setTimer(RELEASE_WITHIN_MS, () => connection.socket.drop());
  }

  #onLastText(connection: Connection, text: string): void {
    const message = JSON.parse(text) as ServerMessage;
    // The lock may still have been on its way when it was given back.
    if (message.type === 'lock' && message.lock.status !== 'mine') connection.socket.drop();
  }

  /** Tries at once, after being stopped too. */
  reconnect(): void {
    const { kind } = this.#view.phase;
    if (kind !== 'waiting' && kind !== 'stopped') return;
    this.#attempt = 0;
    this.#connect();
  }

  /** Sends waiting edits first, so that a hand-over of the lock loses none. */
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
      heardAt: platform.now(),
      askedAt: null,
    };
    this.#connection = connection;
  }

  /** The connection is gone, by itself or because it does not answer. */
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

  /** A connection that is half open never closes by itself: ask, and drop it when no answer comes. */
  #checkLater(): void {
    this.#check = this.#options.platform.setTimer(CHECK_EVERY_MS, () => {
      this.#checkLater();
      const connection = this.#connection;
      if (connection === null) return;
      const now = this.#options.platform.now();
      if (connection.askedAt !== null) {
        if (now - connection.askedAt > ANSWER_WITHIN_MS) this.#lost(1006, 'no answer');
        return;
      }
      const patience = this.#outbox.length > 0 ? IDLE_UNACKNOWLEDGED_MS : IDLE_MS;
      if (now - connection.heardAt <= patience) return;
      connection.askedAt = now;
      // Any answer will do; this one also repairs whatever was missed.
      if (connection.doc !== null) this.#sendFrame(syncFrame(SyncType.step1, Y.encodeStateVector(connection.doc)));
    });
  }

  #heard(connection: Connection): void {
    connection.heardAt = this.#options.platform.now();
    connection.askedAt = null;
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

  /** Sends, keeps or gives up what waits in the outbox, as lock and access say now. */
  #settle(): void {
    const { lock, access, phase } = this.#view;
    if (phase.kind !== 'online' || !phase.synced || access === null || this.#outbox.length === 0) return;
    if (!this.#outbox.waiting) return;
    if (!access.can_write && access.why === 'storage_down') return;
    if (!access.can_write) {
      return this.#giveUp(GIVEN_UP[access.why ?? 'stage'] ?? STAGE_ENDED);
    }
    if (lock.status === 'other_user') {
      const name = lock.holder?.name ?? 'Somebody else';
      return this.#giveUp(`${name} took over editing while you were offline.`);
    }
    // Another tab of mine: the edits wait until that tab is done or I take over here.
    if (lock.status === 'other_tab') return;
    if (lock.status === 'free') {
      // Otherwise it has been asked for already.
      if (!this.#wantLock) this.send({ type: 'acquire' });
      this.#wantLock = true;
      return;
    }
    const taken = this.#outbox.takeUnapplied();
    for (const edit of taken) this.#options.model.applyRecovered(edit.update);
    if (taken.length > 0) this.#options.events.recovered(taken.length);
    this.#flush();
  }

  /** The document at hand holds edits that will never be saved: begin again with the server's. */
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
    if (refusalPasses(refusal.code)) {
      // Not the edit's fault: the same bytes go again, after a pause.
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
