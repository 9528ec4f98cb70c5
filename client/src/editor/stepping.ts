/** Which label comes next, in the order of the lists. Pure functions. */

import type { ClassGroup } from './state';

/** Returns all labels in the order of the list. */
export function listOrder(groups: readonly ClassGroup[]): string[] {
  return groups.flatMap((group) => group.labels.map((view) => view.id));
}

/** Returns the pending labels, then those with a verdict, as the two panes of review show them. */
export function reviewOrder(groups: readonly ClassGroup[], isPending: (id: string) => boolean): string[] {
  const all = listOrder(groups);
  return [...all.filter(isPending), ...all.filter((id) => !isPending(id))];
}

/** Returns the label after or before `from`, wrapping around; the first or last if `from` is not in the list. */
export function stepFrom(order: readonly string[], from: string | undefined, step: 1 | -1): string | undefined {
  const at = from === undefined ? -1 : order.indexOf(from);
  if (at < 0) return step === 1 ? order[0] : order.at(-1);
  return order[(at + step + order.length) % order.length];
}

/** Returns the label to select after a verdict: the first pending one after the judged ones, wrapping around; `undefined`
 * if none is left. */
export function nextPending(
  groups: readonly ClassGroup[],
  isPending: (id: string) => boolean,
  judged: readonly string[],
): string | undefined {
  const order = listOrder(groups);
  const gone = new Set(judged);
  const last = order.findLastIndex((id) => gone.has(id));
  const wanted = (id: string): boolean => !gone.has(id) && isPending(id);
  return order.slice(last + 1).find(wanted) ?? order.slice(0, last + 1).find(wanted);
}
