/** Control messages of the `countersign.v1` WebSocket subprotocol, close codes, and presence. */

import type { Shape } from './labels';
import type { Person, Stage } from './people';

export const SUBPROTOCOL = 'countersign.v1';

/** y-protocols message types, the first varint of a binary frame. */
export const MessageType = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3 } as const;
/** y-protocols sync message types, the second varint of a sync frame. */
export const SyncType = { step1: 0, step2: 1, update: 2 } as const;

export type LockStatus = 'free' | 'mine' | 'other_tab' | 'other_user' | 'off';

/** The lock of an item as seen from one connection. */
export interface LockView {
  readonly status: LockStatus;
  readonly epoch: number;
  readonly holder?: Person;
  readonly since?: string;
  /** The holder's connection is gone and the lock waits for it to come back. */
  readonly in_grace: boolean;
}

export interface Access {
  readonly stage: Stage;
  /** Label writes are allowed once the lock is held. */
  readonly can_write: boolean;
  readonly why?: RefusalCode;
}

export type ClientMessage =
  | { readonly type: 'acquire' | 'release' | 'take_over' | 'request' }
  | { readonly type: 'hand_over'; readonly to: string };

export type ServerMessage =
  | {
      readonly type: 'welcome';
      readonly connection: string;
      readonly client_id: number;
      readonly generation: number;
      readonly seq: number;
      readonly you: Person;
      readonly lock: LockView;
      readonly access: Access;
    }
  | { readonly type: 'ack'; readonly seq: number; readonly received: number }
  | {
      readonly type: 'refused';
      readonly received: number;
      readonly code: RefusalCode;
      readonly reason: string;
      readonly label?: string;
    }
  | { readonly type: 'lock'; readonly lock: LockView }
  | { readonly type: 'access'; readonly access: Access }
  | { readonly type: 'notice'; readonly notice: WireNotice };

export type Welcome = Extract<ServerMessage, { type: 'welcome' }>;

export type WireNotice =
  | { readonly kind: 'lock_requested'; readonly from: Person }
  | { readonly kind: 'lock_freed' }
  | { readonly kind: 'unlocked'; readonly by: Person; readonly reason: string }
  | { readonly kind: 'taken_over' }
  | { readonly kind: 'lock_expired' }
  | { readonly kind: 'moved'; readonly by: Person; readonly from: Stage; readonly to: Stage };

export type RefusalCode =
  | 'malformed'
  | 'too_large'
  | 'too_fast'
  | 'gap'
  | 'client_id'
  | 'server_only'
  | 'locked'
  | 'lock_lost'
  | 'role'
  | 'stage'
  | 'schema'
  | 'class'
  | 'attribute'
  | 'geometry'
  | 'limit'
  | 'judged'
  | 'storage_down';

/** A refusal that is no judgement of the edit itself: the same bytes may be sent again later. */
export function refusalPasses(code: RefusalCode): boolean {
  return code === 'too_fast' || code === 'storage_down';
}

/** Close codes that say: do not come back as you are. All others are retried with a jittered pause. */
const FINAL_CLOSE_CODES: ReadonlySet<number> = new Set([4400, 4401, 4403, 4404, 4408, 4409, 4410, 4413, 4423]);
/** Close codes that ask for a longer first pause. */
const BUSY_CLOSE_CODES: ReadonlySet<number> = new Set([1013, 4429, 4503]);

export function isFinalClose(code: number): boolean {
  return FINAL_CLOSE_CODES.has(code);
}

export function isBusyClose(code: number): boolean {
  return BUSY_CLOSE_CODES.has(code);
}

/** What a connection shows of itself to the others; the server adds `user` from the sign-in. */
export interface Presence {
  readonly cursor?: { readonly x: number; readonly y: number } | null;
  readonly frame?: number;
  readonly selection?: readonly string[];
  /** Centre of what is seen, in pixels of the media, and the zoom. */
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
