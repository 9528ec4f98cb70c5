// Days in UTC as `YYYY-MM-DD`: validation, ranges and formatting.
import type { Day } from '../protocol/types';

const DAY_MS = 86_400_000;

/** Whether the value is a real day in the years 2000 to 2999. A date field passes through years like 0002 while typing. */
export function isDay(value: unknown): value is Day {
  if (typeof value !== 'string' || !/^2\d{3}-\d{2}-\d{2}$/.test(value)) return false;
  const at = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(at) && dayOf(at) === value;
}

export function dayOf(at: number): Day {
  return new Date(at).toISOString().slice(0, 10);
}

export function addDays(day: Day, count: number): Day {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS);
}

export interface DayRange {
  readonly from: Day;
  readonly to: Day;
}

/** Returns the range of `count` days that ends today. */
export function lastDays(count: number, now: number): DayRange {
  const to = dayOf(now);
  return { from: addDays(to, 1 - count), to };
}

export function dayCount({ from, to }: DayRange): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

export interface DayBounds {
  /** The latest day that can be chosen. */
  readonly max?: Day;
  /** The maximum length of the range in days. If set, both ends are required. */
  readonly maxDays?: number;
}

/** Returns what is wrong with each end of a range as typed, or `null`. An empty end is open. */
export function rangeErrors(
  typed: Readonly<Record<keyof DayRange, string>>,
  { max, maxDays }: DayBounds,
): Readonly<Record<keyof DayRange, string | null>> {
  const faultOf = (text: string) => {
    if (text === '' && maxDays !== undefined) return 'Choose a day';
    return max !== undefined && isDay(text) && text > max ? 'Too late' : null;
  };
  const faults = { from: faultOf(typed.from), to: faultOf(typed.to) };
  if (!isDay(typed.from) || !isDay(typed.to) || faults.from !== null || faults.to !== null) return faults;
  if (typed.from > typed.to) return { ...faults, to: 'Ends before it begins' };
  const tooLong = maxDays !== undefined && dayCount(typed) > maxDays;
  return tooLong ? { ...faults, from: `${maxDays} days at most` } : faults;
}

const short = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const long = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

export function formatShortDay(day: Day): string {
  return short.format(Date.parse(day));
}

export function formatLongDay(day: Day): string {
  return long.format(Date.parse(day));
}

/** Formats the day pointed at on a chart's axis, or returns an empty string while there is none. */
export function formatTooltipDay(day: unknown): string {
  return typeof day === 'string' ? formatLongDay(day) : '';
}

/** Formats a range as "from 3 Mar 2026 to 9 Mar 2026". Either end can be open. */
export function formatRange({ from, to }: Partial<DayRange>): string {
  if (from !== undefined && from === to) return `on ${formatLongDay(from)}`;
  const begin = from === undefined ? '' : `from ${formatLongDay(from)}`;
  const end = to === undefined ? '' : `${from === undefined ? 'until' : 'to'} ${formatLongDay(to)}`;
  return [begin, end].filter((part) => part !== '').join(' ');
}
