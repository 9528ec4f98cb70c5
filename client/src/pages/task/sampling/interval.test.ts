// How an error rate with its interval is drawn.
import { expect, test } from 'vitest';
import { percent, scaleOf } from './interval';

test('F16 the interval and the limit share the shortest scale that shows both', () => {
  // Wilson, 2 of 32 at 95 %.
  const wilson = { rate: 0.0625, low: 0.0173, high: 0.2014 };
  const all = scaleOf(wilson, 5);
  expect(all.max).toBe(40);
  expect(all.rate).toBeCloseTo(15.625);
  expect(all.low).toBeCloseTo(4.325);
  expect(all.high).toBeCloseTo(50.35);
  expect(all.limit).toBe(12.5);
  expect(scaleOf({ rate: 0, low: 0, high: 0.004 }, 0.5).max).toBe(1);
});

test('F16 nothing is drawn outside the scale', () => {
  const all = scaleOf({ rate: 1, low: 0.8, high: 1 }, 100);
  expect(all).toEqual({ max: 100, low: 80, high: 100, rate: 100, limit: 100 });
});

test('F16 small rates keep their digits', () => {
  expect(percent(0.0625)).toBe('6.3 %');
  expect(percent(0.0042)).toBe('0.42 %');
  expect(percent(0)).toBe('0.0 %');
});
