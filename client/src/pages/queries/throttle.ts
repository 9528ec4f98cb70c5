// Calls a function at once, then at most once per interval for as long as calls come in. The last call is not lost.

export interface Throttled {
  readonly run: () => void;
  readonly stop: () => void;
}

export function throttled(fn: () => void, ms: number): Throttled {
  let timer: number | undefined;
  let queued = false;
  const startCooldown = () => {
    timer = window.setTimeout(() => {
      timer = undefined;
      if (!queued) return;
      queued = false;
      fn();
      startCooldown();
    }, ms);
  };
  return {
    run: () => {
      if (timer !== undefined) {
        queued = true;
        return;
      }
      fn();
      startCooldown();
    },
    stop: () => {
      window.clearTimeout(timer);
      timer = undefined;
      queued = false;
    },
  };
}
