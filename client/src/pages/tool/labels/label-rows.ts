// The rows of a label list: classes in the ontology's order, each with its labels unless it is folded. Pure.
import type { ClassGroup, LabelView } from '../../../editor/state';

export type Row =
  | { kind: 'class'; key: string; group: ClassGroup; labels: readonly LabelView[]; open: boolean }
  | { kind: 'label'; key: string; label: LabelView; group: ClassGroup; ordinal: number };

export type LabelPredicate = (label: LabelView) => boolean;

/** Returns the rows of the labels to show. A label keeps its number within its class, regardless of the list. */
export function rowsOf(groups: readonly ClassGroup[], closed: ReadonlySet<string>, filter?: LabelPredicate): Row[] {
  const rows: Row[] = [];
  for (const group of groups) {
    const labels = filter === undefined ? group.labels : group.labels.filter(filter);
    if (labels.length === 0) continue;
    const open = !closed.has(group.class.id);
    rows.push({ kind: 'class', key: `class:${group.class.id}`, group, labels, open });
    if (!open) continue;
    group.labels.forEach((label, index) => {
      if (filter !== undefined && !filter(label)) return;
      rows.push({ kind: 'label', key: label.id, label, group, ordinal: index + 1 });
    });
  }
  return rows;
}

/** Returns the ids of the labels between two rows, inclusive, in the order from `from` to `to`. */
export function between(rows: readonly Row[], from: number, to: number): string[] {
  const part = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
  const ids = part.flatMap((row) => (row.kind === 'label' ? [row.label.id] : []));
  return from <= to ? ids : ids.reverse();
}
