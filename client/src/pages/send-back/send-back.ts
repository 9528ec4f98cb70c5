// The values of the send-back form, and the request made from them. Pure.
import type { Item, Stage, Workflow } from '../../protocol/types';
import { STAGES, stagesOf } from '../../ui/stages';

export interface SendBack {
  readonly reason: string;
  readonly tags: readonly string[];
  readonly stage: Stage;
  /** `null` leaves the choice to the server. */
  readonly assignee: string | null;
}

export const EMPTY_SEND_BACK: SendBack = { reason: '', tags: [], stage: 'annotate', assignee: null };

/** Returns the workflow's stages before `stage`. */
export function stagesBefore(workflow: Workflow, stage: Stage): readonly Stage[] {
  return stagesOf(workflow).filter((each) => STAGES.indexOf(each) < STAGES.indexOf(stage));
}

/** Names the person who submitted the item, for {@link SendBackFields}. */
export function submitterOf(item: Item): string | null {
  return item.submitted_by ? `${item.submitted_by.name}, who submitted it` : null;
}

/** Names who gets the item if nobody is chosen: the server assigns the submitter only in Annotate. */
export function defaultAssignee(stage: Stage, submitter: string | null): string {
  return (stage === 'annotate' && submitter) || 'Anyone available';
}

/** Returns the request body. It names the stage only if there was more than one to choose from. */
export function sendBackRequest({ reason, tags, stage, assignee }: SendBack, targets: readonly Stage[]) {
  return {
    reason: reason.trim(),
    ...(tags.length > 0 && { tags }),
    ...(targets.length > 1 && { stage }),
    ...(assignee !== null && { assignee }),
  };
}
