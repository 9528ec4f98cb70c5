// The period of the overview in the URL: a number of days up to today, or two dates.
import { MAX_OVERVIEW_DAYS } from '../../protocol/limits';
import { type DayRange, dayCount, isDay, lastDays } from '../../ui/days';

export const PRESETS = [7, 30, 90] as const;
type Preset = (typeof PRESETS)[number];
const DEFAULT: Preset = 30;

export interface OverviewSearch {
  /** Omitted for the default of 30. */
  days?: Preset;
  from?: string;
  to?: string;
}

export function readOverviewSearch(search: Record<string, unknown>): OverviewSearch {
  const { days, from, to } = search;
  if (isDay(from) && isDay(to) && from <= to && dayCount({ from, to }) <= MAX_OVERVIEW_DAYS) return { from, to };
  const preset = PRESETS.find((each) => each === days);
  return preset === undefined || preset === DEFAULT ? {} : { days: preset };
}

/** Returns the chosen preset, or null for custom dates. */
export function presetOf({ days, from }: OverviewSearch): Preset | null {
  return from === undefined ? (days ?? DEFAULT) : null;
}

export function rangeOf({ days, from, to }: OverviewSearch, now: number): DayRange {
  return from !== undefined && to !== undefined ? { from, to } : lastDays(days ?? DEFAULT, now);
}
