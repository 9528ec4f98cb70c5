// The stages of an item, the moves between them and the roles, in the reader's words.
import type { Move, Role, Stage } from '../protocol/types';

export const STAGES: readonly Stage[] = ['annotate', 'review', 'acceptance', 'complete'];

export const STAGE_LABEL: Record<Stage, string> = {
  annotate: 'Annotate',
  review: 'Review',
  acceptance: 'Acceptance',
  complete: 'Complete',
};

export const MOVE_LABEL: Record<Move, string> = { submit: 'Submit', approve: 'Approve', accept: 'Accept' };

/** What a person does with an item of a stage, as the button that opens the work says it. */
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
