// What is asked when an item goes back, and how the server takes it. Pure.
import type { Stage, Workflow } from '../../protocol/types';
import { STAGES, stagesOf } from '../../ui/stages';

export interface SendBack {
  readonly reason: string;
  readonly tags: readonly string[];
  readonly stage: Stage;
  /** Null: whoever it falls to. */
  readonly assignee: string | null;
}

export const SEND_BACK: SendBack = { reason: '', tags: [], stage: 'annotate', assignee: null };

/** The task's stages before one. */
export function stagesBefore(workflow: Workflow, stage: Stage): readonly Stage[] {
  return stagesOf(workflow).filter((each) => STAGES.indexOf(each) < STAGES.indexOf(stage));
}

/** As a request has it; the stage only where there is one to choose. */
export function sentBack({ reason, tags, stage, assignee }: SendBack, targets: readonly Stage[]) {
  return {
    reason: reason.trim(),
    ...(tags.length > 0 && { tags }),
    ...(targets.length > 1 && { stage }),
    ...(assignee !== null && { assignee }),
  };
}
