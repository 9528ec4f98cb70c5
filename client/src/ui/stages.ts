// The stages, stage changes and roles of a workflow, and their interface texts.
import type { FinishAction, Role, Stage, Workflow } from '../protocol/types';

export const STAGES: readonly Stage[] = ['annotate', 'review', 'acceptance', 'complete'];

export const STAGE_LABEL: Record<Stage, string> = {
  annotate: 'Annotate',
  review: 'Review',
  acceptance: 'Acceptance',
  complete: 'Complete',
};

export const MOVE_LABEL: Record<FinishAction, string> = { submit: 'Submit', approve: 'Approve', accept: 'Accept' };

/** The work done at a stage, as labelled on the button that opens it. */
export const WORK_LABEL: Record<Exclude<Stage, 'complete'>, string> = {
  annotate: 'Annotate',
  review: 'Review',
  acceptance: 'Inspect',
};

export const ROLE_LABEL: Record<Role, string> = {
  admin: 'Admin',
  annotator: 'Annotator',
  reviewer: 'Reviewer',
  inspector: 'Inspector',
};

/** The stage a role works at; an admin works at none in particular. */
export const ROLE_STAGE: Record<Role, Exclude<Stage, 'complete'> | null> = {
  admin: null,
  annotator: 'annotate',
  reviewer: 'review',
  inspector: 'acceptance',
};

export function isStage(value: unknown): value is Stage {
  return typeof value === 'string' && (STAGES as readonly string[]).includes(value);
}

/** Whether the workflow has the stage. */
export function hasStage(workflow: Workflow, stage: Stage): boolean {
  switch (stage) {
    case 'annotate':
    case 'complete':
      return true;
    case 'review':
      return workflow.reviews.length > 0;
    case 'acceptance':
      return workflow.acceptance;
  }
}

/** Returns the stages of the workflow in order, with `complete` last. */
export function stagesOf(workflow: Workflow): Stage[] {
  return STAGES.filter((stage) => hasStage(workflow, stage));
}

/** Returns the name of a stage, with the number of the review if the task has several. */
export function stageName(stage: Stage, pass = 0, reviews = 1): string {
  return stage === 'review' && pass > 0 && reviews > 1 ? `${STAGE_LABEL.review} ${pass}` : STAGE_LABEL[stage];
}

/** The place of an item in the workflow: its stage, and the number of the review from 1, or 0 at other stages. */
export interface WorkflowPosition {
  readonly stage: Stage;
  readonly pass: number;
}

/** Returns where an item goes next. It can still skip a later review that takes only a share of the items. */
export function nextPosition({ reviews, acceptance }: Workflow, { stage, pass }: WorkflowPosition): WorkflowPosition {
  const done = stage === 'review' ? pass : 0;
  if ((stage === 'annotate' || stage === 'review') && done < reviews.length) return { stage: 'review', pass: done + 1 };
  if (acceptance && stage !== 'acceptance' && stage !== 'complete') return { stage: 'acceptance', pass: 0 };
  return { stage: 'complete', pass: 0 };
}

/** Whether a review requires an approved verdict on each label. */
export function isStrict({ reviews }: Workflow, pass: number): boolean {
  return reviews[pass - 1]?.strict ?? false;
}
