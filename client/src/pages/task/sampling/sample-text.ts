// The texts of samples. Pure.
import type { Sample, SampleMethod, SampleSize } from '../../../protocol/types';
import { itemCount } from '../../../ui/item-text';

export const METHODS: readonly SampleMethod[] = ['random', 'per_annotator', 'per_class', 'by_violation', 'first_n'];

export const METHOD_LABEL: Record<SampleMethod, string> = {
  random: 'Random',
  per_annotator: 'Per annotator',
  per_class: 'Per class',
  by_violation: 'Most violations first',
  first_n: 'First in task order',
};

export const METHOD_EXPLANATION: Record<SampleMethod, string> = {
  random: 'Every item is equally likely, so the error rate applies to the rest.',
  per_annotator: 'Split between the annotators by how much they submitted, with at least one item each.',
  per_class: 'Split between the classes by how many items have them, with at least one item each.',
  by_violation: 'Finds errors soonest. The error rate is higher than that of the rest.',
  first_n: 'The first items in task order. They may differ from later ones.',
};

/** Returns whether the error rate of such a sample applies to the rest. */
export function isRepresentative(method: SampleMethod): boolean {
  return method === 'random' || method === 'per_annotator' || method === 'per_class';
}

export function sizeText(size: SampleSize): string {
  return 'count' in size ? itemCount(size.count) : `${size.percent} %`;
}

/** Returns what the sample suggests so far, as a sentence. */
export function suggestionOf({ suggestion, drawn, judged, rest, decision }: Sample): string {
  if (decision) return decision.decision === 'accept' ? 'The rest was accepted.' : 'The rest was rejected.';
  const others = itemCount(rest);
  switch (suggestion) {
    case 'judge_more':
      return `Judge more: ${(drawn - judged).toLocaleString()} to go. The result is not clear yet.`;
    case 'accept_rest':
      return `You can accept the rest: ${others}.`;
    case 'reject_rest':
      return `You should reject the rest: ${others}.`;
  }
}
