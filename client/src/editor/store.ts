/** A slice of state: one immutable value that can be read and watched; fits React's `useSyncExternalStore` as it is. */

export interface ReadonlySlice<T> {
  readonly get: () => T;
  /** Calls `listener` after each change; returns what ends that. */
  readonly subscribe: (listener: () => void) => () => void;
}

export interface Slice<T> extends ReadonlySlice<T> {
  readonly set: (value: T) => void;
  readonly update: (change: (value: T) => T) => void;
}

export function slice<T>(initial: T, same: (a: T, b: T) => boolean = Object.is): Slice<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  const set = (next: T): void => {
    if (same(value, next)) return;
    value = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    get: () => value,
    set,
    update: (change) => set(change(value)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
