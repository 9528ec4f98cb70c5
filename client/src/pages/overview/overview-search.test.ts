import { describe, expect, it } from 'vitest';
import { presetOf, rangeOf, readOverviewSearch } from './overview-search';

const NOW = Date.parse('2026-03-10T12:00:00Z');

describe('F10 the period of an overview in the URL', () => {
  it('is the last thirty days by default', () => {
    expect(readOverviewSearch({})).toEqual({});
    expect(readOverviewSearch({ days: 30 })).toEqual({});
    expect(readOverviewSearch({ days: 7 })).toEqual({ days: 7 });
    expect(rangeOf({}, NOW)).toEqual({ from: '2026-02-09', to: '2026-03-10' });
    expect(rangeOf({ days: 7 }, NOW)).toEqual({ from: '2026-03-04', to: '2026-03-10' });
  });

  it('is two dates if both are valid, in order, and at most a year apart', () => {
    const own = { from: '2026-01-01', to: '2026-01-31' };
    expect(readOverviewSearch({ ...own, days: 7 })).toEqual(own);
    expect(presetOf(own)).toBeNull();
    expect(rangeOf(own, NOW)).toEqual(own);
    expect(readOverviewSearch({ from: '2026-02-01', to: '2026-01-01' })).toEqual({});
    expect(readOverviewSearch({ from: '2026-02-30', to: '2026-03-01', days: 90 })).toEqual({ days: 90 });
    expect(readOverviewSearch({ from: '2024-01-01', to: '2026-01-01' })).toEqual({});
  });
});
