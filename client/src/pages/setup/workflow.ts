// Changes to a task's workflow. Pure.
import { MAX_REVIEWS } from '../../protocol/limits';
import type { ReviewStep, Workflow } from '../../protocol/types';
import { STAGE_LABEL, stageName } from '../../ui/stages';

export function addReview(workflow: Workflow): Workflow {
  if (workflow.reviews.length >= MAX_REVIEWS) return workflow;
  return { ...workflow, reviews: [...workflow.reviews, { strict: true, percent: 100 }] };
}

export function removeReview(workflow: Workflow, index: number): Workflow {
  return { ...workflow, reviews: workflow.reviews.filter((_, at) => at !== index) };
}

export function changeReview(workflow: Workflow, index: number, change: Partial<ReviewStep>): Workflow {
  return {
    ...workflow,
    reviews: workflow.reviews.map((review, at) => (at === index ? { ...review, ...change } : review)),
  };
}

/** Reads a whole number from 1 to 100. Anything that is not a number gives the previous value. */
export function readPercent(typed: string | number, before: number): number {
  const number = typeof typed === 'number' ? typed : Number.parseFloat(typed);
  return Number.isFinite(number) ? Math.min(100, Math.max(1, Math.round(number))) : before;
}

export interface ChainLink {
  readonly key: string;
  readonly name: string;
  /** The rules of the stage in a word or two. */
  readonly note: string | null;
}

/** Returns the stages of a workflow in the order they are drawn. */
export function chainOf({ reviews, acceptance }: Workflow): ChainLink[] {
  const notes = ({ strict, percent }: ReviewStep) =>
    [strict ? 'strict' : null, percent < 100 ? `${percent} % of items` : null].filter((word) => word !== null);
  return [
    { key: 'annotate', name: STAGE_LABEL.annotate, note: null },
    ...reviews.map((review, index) => ({
      key: `review-${index}`,
      name: stageName('review', index + 1, reviews.length),
      note: notes(review).join(', ') || null,
    })),
    ...(acceptance ? [{ key: 'acceptance', name: STAGE_LABEL.acceptance, note: null }] : []),
    { key: 'complete', name: STAGE_LABEL.complete, note: null },
  ];
}
