// Calls a function at once, then at most once per interval for as long as calls come in. The last call is not lost.

export interface Throttled {
  readonly run: () => void;
  readonly stop: () => void;
}

export function throttled(what: () => void, ms: number): Throttled {
  let timer: number | undefined;
  let again = false;
  const rest = () => {
    timer = window.setTimeout(() => {
      timer = undefined;
      if (!again) return;
      again = false;
      what();
      rest();
    }, ms);
  };
  return {
    run: () => {
      if (timer !== undefined) {
        again = true;
        return;
      }
      what();
      rest();
    },
    stop: () => {
      window.clearTimeout(timer);
      timer = undefined;
      again = false;
    },
  };
}
