// The scale for drawing an error rate: the positions of the rate, the bounds of its interval and the allowed rate. Pure.
import type { ErrorRate } from '../../../protocol/types';

export interface Drawn {
  /** The right end of the scale, in percent. */
  readonly max: number;
  /** This and the following are in percent of the scale's width. */
  readonly low: number;
  readonly high: number;
  readonly rate: number;
  readonly limit: number;
}

const SCALE_MAXIMA: readonly number[] = [1, 2, 5, 10, 20, 40, 60, 100];

/** Chooses the shortest scale that shows the whole interval and the limit, with some room to the right. */
export function scaleOf({ rate, low, high }: ErrorRate, maxErrorPercent: number): Drawn {
  const needed = Math.max(high * 100, maxErrorPercent) * 1.1;
  const max = SCALE_MAXIMA.find((end) => end >= needed) ?? 100;
  const place = (percent: number) => Math.min(100, Math.max(0, (percent / max) * 100));
  return {
    max,
    low: place(low * 100),
    high: place(high * 100),
    rate: place(rate * 100),
    limit: place(maxErrorPercent),
  };
}

/** Formats a fraction as "6.3 %", with a second decimal below one percent. */
export function percent(fraction: number): string {
  const value = fraction * 100;
  return `${value.toFixed(value > 0 && value < 1 ? 2 : 1)} %`;
}
