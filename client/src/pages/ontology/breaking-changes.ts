// Describes what a change to the ontology breaks, for the button that confirms it. Pure.
import type { OntologyBreak, OntologyBreakKind } from '../../protocol/types';
import { counted } from '../../ui/counted';

const REMOVED: readonly (readonly [OntologyBreakKind, string, string])[] = [
  ['class_removed', 'class', 'classes'],
  ['shape_removed', 'shape', 'shapes'],
  ['attribute_removed', 'attribute', 'attributes'],
  ['option_removed', 'option', 'options'],
];

function of(breaks: readonly OntologyBreak[], ...kinds: readonly OntologyBreakKind[]): readonly OntologyBreak[] {
  return breaks.filter(({ kind }) => kinds.includes(kind));
}

const labels = (breaks: readonly OntologyBreak[]) => breaks.reduce((sum, each) => sum + each.labels, 0);

/** Returns, for example, "Remove 2 classes, leave 312 labels without a class". */
export function confirmText(breaks: readonly OntologyBreak[]): string {
  const removed = REMOVED.flatMap(([kind, one, many]) => {
    const count = of(breaks, kind).length;
    return count === 0 ? [] : [counted(count, one, many)];
  });
  const narrowed = of(
    breaks,
    'became_required',
    'range_narrowed',
    'skeleton_changed',
    'per_frame_changed',
    'kind_changed',
  );
  const acts = [
    ...(removed.length > 0 ? [`remove ${joined(removed)}`] : []),
    ...(narrowed.length > 0 ? [`make ${counted(narrowed.length, 'rule')} stricter`] : []),
  ];
  const labelsWithoutClass = labels(of(breaks, 'class_removed'));
  const invalidLabels = labels(breaks) - labelsWithoutClass;
  const left = [
    ...(labelsWithoutClass > 0 ? [`${counted(labelsWithoutClass, 'label')} without a class`] : []),
    ...(invalidLabels > 0
      ? [`${counted(invalidLabels, 'label')} that no longer ${invalidLabels === 1 ? 'fits' : 'fit'}`]
      : []),
  ];
  const words = `${joined(acts)}${left.length > 0 ? `, leave ${joined(left)}` : ''}`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function joined(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
