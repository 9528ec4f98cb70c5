/** The delay before reconnecting. */

import { isBusyClose } from '../protocol/wire';

const BASE_DELAY_MS = 400;
const BUSY_BASE_DELAY_MS = 2_000;
const MAX_DELAY_MS = 15_000;

/** Returns the delay in milliseconds. It doubles with each attempt (from 0), and is jittered to between half and all of it
 * so that many clients do not return at once. */
export function retryDelay(attempt: number, closeCode: number, random: number): number {
  const first = isBusyClose(closeCode) ? BUSY_BASE_DELAY_MS : BASE_DELAY_MS;
  const most = Math.min(first * 2 ** Math.min(attempt, 10), MAX_DELAY_MS);
  return Math.round(most / 2 + (most / 2) * random);
}
