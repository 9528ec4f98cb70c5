/** Control messages of the `countersign.v1` WebSocket subprotocol, close codes, and presence. */

import type { Shape } from './labels';
import type { Schema } from './schema';

export const SUBPROTOCOL = 'countersign.v1';

/** y-protocols message types, the first varint of a binary frame. */
export const MessageType = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3 } as const;
/** y-protocols sync message types, the second varint of a sync frame. */
export const SyncType = { step1: 0, step2: 1, update: 2 } as const;

export type LockStatus = Schema<'LockStatus'>;
/** The lock of an item as seen from one connection. */
export type LockView = Schema<'LockView'>;
export type Access = Schema<'Access'>;
export type ClientMessage = Schema<'ClientMessage'>;
export type ServerMessage = Schema<'ServerMessage'>;
export type Welcome = Extract<ServerMessage, { type: 'welcome' }>;
export type WireNotice = Schema<'Notice'>;
export type RefusalCode = Schema<'RefusalCode'>;

/** Whether the item can only be viewed and commented on, regardless of the role: it was opened for that, the task is paused,
 * or the item is assigned to someone else. */
export function isViewOnly({ why }: Access): boolean {
  return why === 'view_only' || why === 'paused' || why === 'assigned';
}

/** Whether the refusal is temporary and not about the edit itself: the same bytes can be sent again later. */
export function isTemporaryRefusal(code: RefusalCode): boolean {
  return code === 'too_fast' || code === 'storage_down';
}

/** Close codes after which reconnecting unchanged is pointless. After all others, the client reconnects with a jittered
 * delay. */
const FINAL_CLOSE_CODES: ReadonlySet<number> = new Set([4400, 4401, 4403, 4404, 4408, 4409, 4410, 4413, 4423]);
/** Close codes that ask for a longer first delay. */
const BUSY_CLOSE_CODES: ReadonlySet<number> = new Set([1013, 4429, 4503]);

export function isFinalClose(code: number): boolean {
  return FINAL_CLOSE_CODES.has(code);
}

export function isBusyClose(code: number): boolean {
  return BUSY_CLOSE_CODES.has(code);
}

/** What a connection shows to the others; the server adds `user` from the sign-in. */
export interface Presence {
  readonly cursor?: { readonly x: number; readonly y: number } | null;
  readonly frame?: number;
  readonly selection?: readonly string[];
  /** The centre of the viewport, in media pixels, and the zoom. */
  readonly view?: { readonly x: number; readonly y: number; readonly zoom: number } | null;
  readonly draft?: PresenceDraft | null;
}

/** The preview of a drag or of a label being drawn; never stored. */
export interface PresenceDraft {
  /** The label being changed; absent while a new one is drawn. */
  readonly label?: string;
  readonly class?: string;
  readonly shape: Shape;
  readonly geometry: unknown;
}
