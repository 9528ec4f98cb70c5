// Calls at most once per interval.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { throttled } from './throttle';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', globalThis);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('F19 the first call runs at once, further calls are merged, and the last is not lost', () => {
  const what = vi.fn();
  const { run } = throttled(what, 100);
  run();
  expect(what).toHaveBeenCalledTimes(1);
  run();
  run();
  expect(what).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(100);
  expect(what).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(500);
  expect(what).toHaveBeenCalledTimes(2);
  run();
  expect(what).toHaveBeenCalledTimes(3);
});

test('F19 stopping drops a pending call', () => {
  const what = vi.fn();
  const { run, stop } = throttled(what, 100);
  run();
  run();
  stop();
  vi.advanceTimersByTime(500);
  expect(what).toHaveBeenCalledTimes(1);
});
