// What a task still lacks before work on it can begin, one sentence each. Pure; the server decides.
import type { Role, Workflow } from '../../protocol/types';
import { ROLE_LABEL, ROLE_STAGE, STAGE_LABEL, stagesOf } from '../../ui/stages';

export interface TaskSetup {
  readonly classes: number;
  readonly items: number;
  readonly workflow: Workflow;
  /** The roles of each member. */
  readonly members: readonly (readonly Role[])[];
}

export interface Missing {
  /** Where it can be fixed. */
  readonly where: 'items' | 'ontology' | 'people';
  readonly sentence: string;
}

const WORKERS: readonly Role[] = ['annotator', 'reviewer', 'inspector'];

export function missingSetup({ classes, items, workflow, members }: TaskSetup): Missing[] {
  const missing: Missing[] = [];
  if (items === 0) missing.push({ where: 'items', sentence: 'The task has no images yet.' });
  if (classes === 0) missing.push({ where: 'ontology', sentence: 'The ontology has no classes yet.' });
  for (const stage of stagesOf(workflow)) {
    const worker = WORKERS.find((role) => ROLE_STAGE[role] === stage);
    // Admins can work at any stage, but a task should not rely on that.
    if (worker === undefined || members.some((roles) => roles.includes(worker))) continue;
    missing.push({
      where: 'people',
      sentence: `${STAGE_LABEL[stage]} has no ${ROLE_LABEL[worker].toLowerCase()} yet. Add one.`,
    });
  }
  return missing;
}
