// Samples in the reader's words. Pure.
import type { Sample, SampleMethod, SampleSize } from '../../../protocol/types';
import { itemCount } from '../../../ui/item-words';

export const METHODS: readonly SampleMethod[] = ['random', 'per_annotator', 'per_class', 'by_violation', 'first_n'];

export const METHOD_LABEL: Record<SampleMethod, string> = {
  random: 'Random',
  per_annotator: 'Per annotator',
  per_class: 'Per class',
  by_violation: 'Most violations first',
  first_n: 'First in the task',
};

export const METHOD_MEANS: Record<SampleMethod, string> = {
  random: 'Each item is as likely as any other: the error rate holds for the rest.',
  per_annotator: 'Shared out over the annotators by how much they submitted, at least one each.',
  per_class: 'Shared out over the classes by how many items have them, at least one each.',
  by_violation: 'Finds errors soonest; the rate is higher than that of the rest.',
  first_n: 'The first ones in the order of the task; they may differ from the later ones.',
};

/** Whether the error rate of such a sample says something of the rest. */
export function isRepresentative(method: SampleMethod): boolean {
  return method === 'random' || method === 'per_annotator' || method === 'per_class';
}

export function sizeText(size: SampleSize): string {
  return 'count' in size ? itemCount(size.count) : `${size.percent} %`;
}

/** What the sample says so far, as a sentence. */
export function suggestionOf({ suggestion, drawn, judged, rest, decision }: Sample): string {
  if (decision) return decision.decision === 'accept' ? 'The rest was accepted.' : 'The rest was rejected.';
  const others = itemCount(rest);
  switch (suggestion) {
    case 'judge_more':
      return `Judge more: ${(drawn - judged).toLocaleString()} to go, and it cannot be told yet.`;
    case 'accept_rest':
      return `The rest can be accepted: ${others}.`;
    case 'reject_rest':
      return `The rest should be rejected: ${others}.`;
  }
}
