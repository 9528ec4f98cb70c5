/** How long to wait before trying a connection again. */

import { isBusyClose } from '../protocol/wire';

const FIRST_MS = 400;
const BUSY_FIRST_MS = 2_000;
const LONGEST_MS = 15_000;

/** Doubles with each attempt (from 0), jittered to between half and all of it, so that a crowd does not return at once. */
export function retryDelay(attempt: number, closeCode: number, random: number): number {
  const first = isBusyClose(closeCode) ? BUSY_FIRST_MS : FIRST_MS;
  const most = Math.min(first * 2 ** Math.min(attempt, 10), LONGEST_MS);
  return Math.round(most / 2 + (most / 2) * random);
}
