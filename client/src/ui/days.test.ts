import { describe, expect, it } from 'vitest';
import { addDays, dayCount, formatRange, isDay, lastDays, rangeErrors } from './days';

describe('days', () => {
  it('accepts only complete, existing days', () => {
    expect(['2026-02-28', '2028-02-29'].every(isDay)).toBe(true);
    expect(['2026-02-29', '0202-01-01', '2026-1-1', '', 20260101, undefined].some(isDay)).toBe(false);
  });

  it('a range of the last days ends today and crosses months', () => {
    const now = Date.parse('2026-03-02T23:59:59Z');
    expect(lastDays(1, now)).toEqual({ from: '2026-03-02', to: '2026-03-02' });
    expect(lastDays(7, now)).toEqual({ from: '2026-02-24', to: '2026-03-02' });
    expect(dayCount(lastDays(90, now))).toBe(90);
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  });

  it('reports the errors of a range while it is typed', () => {
    const open = { from: '2026-03-01', to: '' };
    expect(rangeErrors(open, {})).toEqual({ from: null, to: null });
    expect(rangeErrors(open, { maxDays: 9 })).toEqual({ from: null, to: 'Choose a day' });
    expect(rangeErrors({ from: '2026-03-01', to: '0202-01-01' }, {})).toEqual({ from: null, to: null });
    expect(rangeErrors({ from: '2026-03-02', to: '2026-03-01' }, {}).to).toBe('Ends before it begins');
    expect(rangeErrors({ from: '2026-03-01', to: '2026-03-10' }, { maxDays: 9 }).from).toBe('9 days at most');
    expect(rangeErrors({ from: '2026-03-01', to: '2026-03-09' }, { maxDays: 9, max: '2026-03-09' })).toEqual({
      from: null,
      to: null,
    });
    expect(rangeErrors({ from: '2026-03-01', to: '2026-03-09' }, { max: '2026-03-08' }).to).toBe('Too late');
  });

  it('formats a range with either end open', () => {
    const words = (from?: string, to?: string) =>
      formatRange({ from, to })
        .replace(/\d+|[A-Z]\w+/g, '')
        .trim();
    expect(words('2026-03-03', '2026-03-09')).toMatch(/^from.*to/);
    expect(words('2026-03-03')).toMatch(/^from(?!.*to)/);
    expect(words(undefined, '2026-03-09')).toMatch(/^until/);
    expect(words('2026-03-03', '2026-03-03')).toMatch(/^on/);
    expect(words()).toBe('');
  });
});
