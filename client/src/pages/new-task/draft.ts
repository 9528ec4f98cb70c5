// A task that is being set up: the draft, what it still lacks, and the request it becomes. Pure.
import type {
  Distribution,
  FinishRequires,
  IssueTag,
  NewTask,
  Ontology,
  Person,
  Role,
  Workflow,
} from '../../protocol/types';
import { problemsOf } from '../ontology/check';
import { toDraft } from '../ontology/draft';
import { missingSetup } from '../setup/missing-setup';
import type { Step } from './steps';

export interface DraftMember {
  readonly person: Person;
  readonly email: string;
  readonly roles: readonly Role[];
}

export interface TaskDraft {
  readonly name: string;
  /** The id of the dataset. */
  readonly dataset: string | null;
  readonly ontology: Ontology;
  readonly workflow: Workflow;
  readonly members: readonly DraftMember[];
  readonly distribution: Distribution;
  readonly editor_lock: boolean;
  readonly finish_requires: FinishRequires;
  readonly consensus: boolean;
  readonly issue_tags: readonly IssueTag[];
}

export function emptyDraft(me: DraftMember): TaskDraft {
  return {
    name: '',
    dataset: null,
    ontology: { classes: [] },
    workflow: { reviews: [{ strict: true, percent: 100 }], acceptance: true },
    members: [me],
    distribution: 'pool',
    editor_lock: true,
    finish_requires: 'requirements',
    consensus: false,
    issue_tags: [],
  };
}

/** Raised when the stored format changes. */
const VERSION = 1;

export function storeDraft(draft: TaskDraft): unknown {
  return { version: VERSION, draft };
}

/** Reads what this tab stored, on top of an empty draft. Anything in another format is ignored. */
export function readDraft(stored: unknown, empty: TaskDraft): TaskDraft {
  if (stored === null || typeof stored !== 'object' || !('version' in stored) || stored.version !== VERSION)
    return empty;
  const draft = 'draft' in stored ? stored.draft : null;
  return draft !== null && typeof draft === 'object' ? { ...empty, ...draft } : empty;
}

export interface DraftProblem {
  readonly step: Exclude<Step, 'summary'>;
  readonly sentence: string;
  /** Whether not even a draft can be created without it. */
  readonly blocksDraft: boolean;
}

/** Returns what the draft lacks. `imageCount` is the number of images in the dataset; null while unknown. */
export function draftProblems(draft: TaskDraft, imageCount: number | null): DraftProblem[] {
  const found: DraftProblem[] = [];
  if (draft.name.trim() === '') found.push({ step: 'data', sentence: 'The task has no name yet.', blocksDraft: true });
  if (draft.dataset === null) found.push({ step: 'data', sentence: 'No dataset is chosen yet.', blocksDraft: true });
  const wrong = problemsOf(toDraft(draft.ontology));
  if (wrong.length > 0) {
    const problemCount = wrong.length === 1 ? '1 problem' : `${wrong.length} problems`;
    found.push({ step: 'ontology', sentence: `The ontology has ${problemCount} to fix.`, blocksDraft: true });
  }
  const missing = missingSetup({
    classes: draft.ontology.classes.length,
    items: draft.dataset === null || imageCount === null ? 1 : imageCount,
    workflow: draft.workflow,
    members: draft.members.map(({ roles }) => roles),
  });
  for (const { where, sentence } of missing) {
    const step = where === 'items' ? 'data' : where;
    found.push({ step, sentence: where === 'items' ? 'The dataset has no images yet.' : sentence, blocksDraft: false });
  }
  return found;
}

/** Returns the request; null if something is missing without which it cannot be made (see {@link draftProblems}). */
export function requestOf(draft: TaskDraft): NewTask | null {
  if (draft.dataset === null || draft.name.trim() === '') return null;
  const { dataset, name, members, ...rest } = draft;
  return {
    ...rest,
    name: name.trim(),
    dataset: { id: dataset },
    members: members.filter(({ roles }) => roles.length > 0).map(({ email, roles }) => ({ email, roles })),
    media: 'all',
  };
}

/** Adds or removes a role of a person. Someone without any role does not become a member. */
export function withRole(members: readonly DraftMember[], person: string, role: Role, on: boolean): DraftMember[] {
  return members.map((member) => {
    if (member.person.id !== person) return member;
    const others = member.roles.filter((each) => each !== role);
    return { ...member, roles: on ? [...others, role] : others };
  });
}
