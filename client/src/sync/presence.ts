/** Presence on one item: what this client shows, at most 20 times a second, and what the others show (N1). */

import type { Platform, Timer } from '../platform/platform';
import { PRESENCE_TICK_MS } from '../protocol/limits';
import type { Person } from '../protocol/people';
import type { Presence } from '../protocol/wire';
import { type PresenceEntry, presenceFrame } from './frames';

/** Plain Yjs clients drop clients that are silent for 30 s. */
const RENEW_INTERVAL_MS = 15_000;

export interface PeerPresence {
  readonly client: number;
  readonly person: Person;
  readonly presence: Presence;
}

interface Known {
  readonly clock: number;
  readonly peer: PeerPresence;
}

export class PresenceChannel {
  #local: Presence = {};
  #client: number | null = null;
  #clock = 0;
  #sentAt = 0;
  #timer: Timer | null = null;
  #known = new Map<number, Known>();
  readonly #platform: Platform;
  readonly #send: (frame: Uint8Array) => void;
  readonly #changed: (peers: readonly PeerPresence[]) => void;

  constructor(
    platform: Platform,
    send: (frame: Uint8Array) => void,
    changed: (peers: readonly PeerPresence[]) => void,
  ) {
    this.#platform = platform;
    this.#send = send;
    this.#changed = changed;
  }

  connected(client: number): void {
    this.#client = client;
    this.#known.clear();
    this.#changed([]);
    this.#flush();
  }

  disconnected(): void {
    this.#client = null;
    this.#timer?.cancel();
    this.#timer = null;
    this.#known.clear();
    this.#changed([]);
  }

  setLocal(change: Presence): void {
    this.#local = { ...this.#local, ...change };
    if (this.#client === null) return;
    const wait = this.#sentAt + PRESENCE_TICK_MS - this.#platform.now();
    if (wait <= 0) this.#flush();
    else this.#schedule(wait);
  }

  receive(entries: readonly PresenceEntry[]): void {
    let changed = false;
    for (const { client, clock, state } of entries) {
      if (client === this.#client) continue;
      const known = this.#known.get(client);
      // A removal carries the clock of the last state or a later one.
      if (known !== undefined && (clock < known.clock || (clock === known.clock && state !== null))) continue;
      const peer = peerOf(client, state);
      if (peer === null) this.#known.delete(client);
      else this.#known.set(client, { clock, peer });
      changed = true;
    }
    if (!changed) return;
    this.#changed([...this.#known.values()].map(({ peer }) => peer));
  }

  #schedule(ms: number): void {
    this.#timer?.cancel();
    this.#timer = this.#platform.setTimer(ms, () => this.#flush());
  }

  #flush(): void {
    this.#timer?.cancel();
    this.#timer = null;
    if (this.#client === null) return;
    this.#clock++;
    this.#sentAt = this.#platform.now();
    this.#send(presenceFrame([{ client: this.#client, clock: this.#clock, state: this.#local }]));
    this.#schedule(RENEW_INTERVAL_MS);
  }
}

function peerOf(client: number, state: unknown): PeerPresence | null {
  if (state === null || typeof state !== 'object' || !('user' in state)) return null;
  const { user, ...presence } = state as { user?: Person } & Presence;
  if (user === undefined || typeof user.id !== 'string') return null;
  return { client, person: user, presence };
}
