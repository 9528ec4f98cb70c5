// The undo history of the ontology editor. Pure.

export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** Consecutive changes with the same tag are one step, such as the letters of a name. */
  readonly tag: string | null;
}

const MAX_STEPS = 200;

export function createHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], tag: null };
}

export function record<T>(history: History<T>, present: T, tag: string | null = null): History<T> {
  if (present === history.present) return history;
  const joins = tag !== null && tag === history.tag;
  const past = joins ? history.past : [...history.past, history.present].slice(-MAX_STEPS);
  return { past, present, future: [], tag };
}

/** Makes the next change a separate step. */
export function endStep<T>(history: History<T>): History<T> {
  return history.tag === null ? history : { ...history, tag: null };
}

export function undo<T>({ past, present, future, tag }: History<T>): History<T> {
  const before = past.at(-1);
  if (before === undefined) return { past, present, future, tag };
  return { past: past.slice(0, -1), present: before, future: [present, ...future], tag: null };
}

export function redo<T>({ past, present, future, tag }: History<T>): History<T> {
  const [next, ...rest] = future;
  if (next === undefined) return { past, present, future, tag };
  return { past: [...past, present], present: next, future: rest, tag: null };
}
