/** A slice of state: one immutable value that can be read and subscribed to. Works with React's `useSyncExternalStore`. */

export interface ReadonlySlice<T> {
  readonly get: () => T;
  /** Calls `listener` after each change; returns a function that ends the subscription. */
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

/** Whether all own fields are the same, for small flat values that are often rebuilt. */
export function sameFields<T extends object>(a: T, b: T): boolean {
  if (a === b) return true;
  const keys = Object.keys(a) as (keyof T)[];
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}

export function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => Object.is(item, b[index])));
}
