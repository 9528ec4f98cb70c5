/** Reads and writes y-protocols frames: document sync and presence. */

import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { MessageType, SyncType } from '../protocol/wire';

export function syncFrame(kind: number, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MessageType.sync);
  encoding.writeVarUint(encoder, kind);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

export interface PresenceEntry {
  readonly client: number;
  readonly clock: number;
  /** `null`: the client is gone. */
  readonly state: unknown;
}

export function presenceFrame(entries: readonly PresenceEntry[]): Uint8Array {
  const body = encoding.createEncoder();
  encoding.writeVarUint(body, entries.length);
  for (const entry of entries) {
    encoding.writeVarUint(body, entry.client);
    encoding.writeVarUint(body, entry.clock);
    encoding.writeVarString(body, JSON.stringify(entry.state));
  }
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MessageType.awareness);
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(body));
  return encoding.toUint8Array(encoder);
}

export type Frame =
  | { readonly kind: 'step1'; readonly stateVector: Uint8Array }
  | { readonly kind: 'step2' | 'update'; readonly update: Uint8Array }
  | { readonly kind: 'presence'; readonly entries: readonly PresenceEntry[] }
  | { readonly kind: 'query_presence' }
  | { readonly kind: 'unknown' };

/** Parses a frame. Throws if the bytes are not one. */
export function readFrame(bytes: Uint8Array): Frame {
  const decoder = decoding.createDecoder(bytes);
  const type = decoding.readVarUint(decoder);
  if (type === MessageType.sync) {
    const kind = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (kind === SyncType.step1) return { kind: 'step1', stateVector: payload };
    if (kind === SyncType.step2) return { kind: 'step2', update: payload };
    if (kind === SyncType.update) return { kind: 'update', update: payload };
    return { kind: 'unknown' };
  }
  if (type === MessageType.awareness) {
    const body = decoding.createDecoder(decoding.readVarUint8Array(decoder));
    const entries: PresenceEntry[] = [];
    for (let left = decoding.readVarUint(body); left > 0; left--) {
      const client = decoding.readVarUint(body);
      const clock = decoding.readVarUint(body);
      entries.push({ client, clock, state: JSON.parse(decoding.readVarString(body)) as unknown });
    }
    return { kind: 'presence', entries };
  }
  if (type === MessageType.queryAwareness) return { kind: 'query_presence' };
  return { kind: 'unknown' };
}
