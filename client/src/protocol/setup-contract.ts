/** How a task is set up: its state, its workflow, who gets which item, what its ontology loses by a change. */

import type { Ontology } from './labels';
import type { Role } from './people';
import type { Schema } from './schema';

/** One review of the workflow. */
export interface ReviewStep {
  /** An item passes only when each of its labels is approved. */
  readonly strict: boolean;
  /** So many of a hundred submitted items go into it, 1 to 100; the others pass it by. */
  readonly percent: number;
}

/** What comes after annotating, in order: so many reviews, then acceptance where there is one. */
export interface Workflow {
  readonly reviews: readonly ReviewStep[];
  readonly acceptance: boolean;
}

export type TaskState = 'draft' | 'open' | 'paused' | 'closed';

/** What a task's card gains. */
export interface CardSetup {
  readonly state: TaskState;
  readonly distribution: Distribution;
  /** Items that were sent back to me and that I have not handed on since. */
  readonly rejected_to_me: number;
  /** Items that I sent back, and that came again. */
  readonly to_review_again: number;
}

/** What a task gains. */
export interface TaskSetup extends CardSetup {
  readonly workflow: Workflow;
}

/** `pool`: whoever takes an item has it. `assigned`: only the one it is assigned to. */
export type Distribution = 'pool' | 'assigned';

export interface NewMember {
  readonly email: string;
  readonly roles: readonly Role[];
}

export interface NewTask {
  readonly name: string;
  readonly dataset: { readonly id: string } | { readonly name: string };
  readonly ontology: Ontology;
  readonly workflow: Workflow;
  readonly distribution?: Distribution;
  readonly editor_lock?: boolean;
  readonly finish_requires?: Schema<'FinishRequires'>;
  readonly consensus?: boolean;
  readonly issue_tags?: readonly Schema<'IssueTag'>[];
  readonly members?: readonly NewMember[];
  /** Which of the dataset's media become items. */
  readonly media?: 'all' | 'none';
}

export interface Dataset {
  readonly id: string;
  readonly name: string;
  /** How many media it holds. */
  readonly media: number;
  readonly tasks: readonly { readonly id: string; readonly name: string }[];
  /** How many items of its tasks are accepted. */
  readonly accepted: number;
  readonly created_at: string;
}

export interface MediaAdded {
  readonly added: readonly { readonly id: string; readonly file_name: string }[];
  readonly failed: readonly { readonly file_name: string; readonly message: string }[];
}

export type OntologyBreakKind =
  | 'class_removed'
  | 'shape_removed'
  | 'attribute_removed'
  | 'option_removed'
  | 'became_required'
  | 'range_narrowed'
  | 'skeleton_changed'
  | 'per_frame_changed'
  | 'kind_changed';

/** What stored labels lose, or lack, by a change of the ontology. Nothing is deleted from the documents. */
export interface OntologyBreak {
  readonly kind: OntologyBreakKind;
  readonly class?: string | null;
  readonly attribute?: string | null;
  readonly name: string;
  readonly labels: number;
  readonly items: number;
  readonly sentence: string;
}

export interface OntologyChange {
  readonly applied: boolean;
  readonly breaks: readonly OntologyBreak[];
}
