// How an error rate and its interval are drawn: where on a scale the rate, its bounds and the rate that may stand lie. Pure.
import type { ErrorRate } from '../../../protocol/types';

export interface Drawn {
  /** The right end of the scale, in percent. */
  readonly max: number;
  /** In hundredths of the scale's width. */
  readonly low: number;
  readonly high: number;
  readonly rate: number;
  readonly limit: number;
}

const ENDS: readonly number[] = [1, 2, 5, 10, 20, 40, 60, 100];

/** The whole interval and the limit are seen, with some room to the right of them; no more than is needed. */
export function drawn({ rate, low, high }: ErrorRate, maxErrorPercent: number): Drawn {
  const needed = Math.max(high * 100, maxErrorPercent) * 1.1;
  const max = ENDS.find((end) => end >= needed) ?? 100;
  const place = (percent: number) => Math.min(100, Math.max(0, (percent / max) * 100));
  return {
    max,
    low: place(low * 100),
    high: place(high * 100),
    rate: place(rate * 100),
    limit: place(maxErrorPercent),
  };
}

/** "6.3 %"; below one percent with a second digit. */
export function percent(fraction: number): string {
  const value = fraction * 100;
  return `${value.toFixed(value > 0 && value < 1 ? 2 : 1)} %`;
}
