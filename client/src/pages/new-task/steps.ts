// The steps of setting up a task, with their names in the URL. Pure.

export const STEPS = ['data', 'ontology', 'workflow', 'people', 'summary'] as const;
export type Step = (typeof STEPS)[number];

export const STEP_LABEL: Record<Step, string> = {
  data: 'Name and data',
  ontology: 'Ontology',
  workflow: 'Workflow',
  people: 'People and rules',
  summary: 'Summary',
};

export function isStep(value: unknown): value is Step {
  return STEPS.some((step) => step === value);
}
