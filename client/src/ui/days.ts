// Days in UTC as `YYYY-MM-DD`: what is one, ranges of them, and how they are written for people.
import type { Day } from '../protocol/types';

const DAY_MS = 86_400_000;

/** A real day of this century: a date field passes through years like 0002 while it is typed. */
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

/** So many days, the last of them today. */
export function lastDays(count: number, now: number): DayRange {
  const to = dayOf(now);
  return { from: addDays(to, 1 - count), to };
}

export function dayCount({ from, to }: DayRange): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

export interface DayBounds {
  /** The last day that can be chosen. */
  readonly max?: Day;
  /** So many days at most; both ends are needed then. */
  readonly maxDays?: number;
}

/** What is wrong with either end of a range as it is typed; an end that is empty is open. */
export function rangeFaults(
  typed: Readonly<Record<keyof DayRange, string>>,
  { max, maxDays }: DayBounds,
): Readonly<Record<keyof DayRange, string | null>> {
  const faultOf = (text: string) => {
    if (text === '' && maxDays !== undefined) return 'Choose a day';
    return max !== undefined && isDay(text) && text > max ? 'That is too late' : null;
  };
  const faults = { from: faultOf(typed.from), to: faultOf(typed.to) };
  if (!isDay(typed.from) || !isDay(typed.to) || faults.from !== null || faults.to !== null) return faults;
  if (typed.from > typed.to) return { ...faults, to: 'Ends before it begins' };
  const tooLong = maxDays !== undefined && dayCount(typed) > maxDays;
  return tooLong ? { ...faults, from: `${maxDays} days at most` } : faults;
}

const short = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const long = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

export function shortDay(day: Day): string {
  return short.format(Date.parse(day));
}

export function longDay(day: Day): string {
  return long.format(Date.parse(day));
}

/** What is pointed at on a chart's axis of days; nothing is at first. */
export function tipDay(day: unknown): string {
  return typeof day === 'string' ? longDay(day) : '';
}

/** "from 3 Mar 2026 to 9 Mar 2026", with either end open. */
export function rangeWords({ from, to }: Partial<DayRange>): string {
  if (from !== undefined && from === to) return `on ${longDay(from)}`;
  const begin = from === undefined ? '' : `from ${longDay(from)}`;
  const end = to === undefined ? '' : `${from === undefined ? 'until' : 'to'} ${longDay(to)}`;
  return [begin, end].filter((part) => part !== '').join(' ');
}
