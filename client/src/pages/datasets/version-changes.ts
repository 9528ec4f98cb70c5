// What a version of accepted labels changed against the previous one, by label and by class. Pure.
import type { ItemVersionLabels, Label } from '../../protocol/types';

export type Change = 'same' | 'changed' | 'added' | 'removed';

export interface ChangedLabel {
  readonly id: string;
  readonly label: Label;
  readonly change: Change;
}

/** The drawing order: changed labels are above unchanged ones. */
const ORDER: readonly Change[] = ['same', 'removed', 'changed', 'added'];

export function changedLabels({ labels, changes }: ItemVersionLabels): ChangedLabel[] {
  const [added, changed] = [new Set(changes.added), new Set(changes.changed)];
  const changeOf = (id: string): Change => (added.has(id) ? 'added' : changed.has(id) ? 'changed' : 'same');
  const all = [
    ...Object.entries(labels).map(([id, label]) => ({ id, label, change: changeOf(id) })),
    ...Object.entries(changes.removed).map(([id, label]) => ({ id, label, change: 'removed' as const })),
  ];
  return all.sort(
    (a, b) => ORDER.indexOf(a.change) - ORDER.indexOf(b.change) || a.label.z - b.label.z || a.id.localeCompare(b.id),
  );
}

type ClassChanges = Readonly<Record<Change, number>> & { readonly class: string };

/** Counts the changes by class, most changes first. */
export function changesByClass(labels: readonly ChangedLabel[]): ClassChanges[] {
  const found = new Map<string, Record<Change, number>>();
  for (const { label, change } of labels) {
    const counts = found.get(label.class) ?? { same: 0, changed: 0, added: 0, removed: 0 };
    counts[change]++;
    found.set(label.class, counts);
  }
  const moved = (counts: Readonly<Record<Change, number>>) => counts.added + counts.changed + counts.removed;
  return [...found]
    .map(([cls, counts]) => ({ class: cls, ...counts }))
    .sort((a, b) => moved(b) - moved(a) || a.class.localeCompare(b.class));
}
