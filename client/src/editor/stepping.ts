/** Which label comes next, in the order of the lists. Pure. */

import type { ClassGroup } from './state';

/** All labels as the list shows them. */
export function listOrder(groups: readonly ClassGroup[]): string[] {
  return groups.flatMap((group) => group.labels.map((view) => view.id));
}

/** In review: the pending ones first, then the judged ones, as the two panes show them. */
export function reviewOrder(groups: readonly ClassGroup[], isPending: (id: string) => boolean): string[] {
  const all = listOrder(groups);
  return [...all.filter(isPending), ...all.filter((id) => !isPending(id))];
}

/** The one after or before `from`, around the end; the first or last when there is no `from`. */
export function stepFrom(order: readonly string[], from: string | undefined, step: 1 | -1): string | undefined {
  const at = from === undefined ? -1 : order.indexOf(from);
  if (at < 0) return step === 1 ? order[0] : order.at(-1);
  return order[(at + step + order.length) % order.length];
}

/** Where a verdict goes on: the first pending label behind the judged ones, around the end; none when all are judged. */
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
