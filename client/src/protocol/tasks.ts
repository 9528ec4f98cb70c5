/** Tasks: how they are set up, what their stages hold, who works on them. */

import type { Schema, WithoutNull } from './schema';

export type StageCounts = Schema<'StageCounts'>;
export type TaskName = Schema<'TaskName'>;
export type TaskCard = Schema<'TaskCard'>;
export type Task = Schema<'Task'>;
export type TaskState = Schema<'TaskState'>;
/** `pool`: whoever takes an item has it. `assigned`: only the one it is assigned to. */
export type Distribution = Schema<'Distribution'>;
/** What must be settled before an item moves on. */
export type FinishRequires = Schema<'FinishRequires'>;
/** What comes after annotating, in order: so many reviews, then acceptance where there is one. */
export type Workflow = Schema<'Workflow'>;
/** One review of the workflow. */
export type ReviewStep = Schema<'ReviewStage'>;

export type NewTask = WithoutNull<Schema<'TaskDraft'>>;
export type TaskChange = WithoutNull<Schema<'TaskChange'>>;
export type Member = Schema<'Member'>;
export type NewMember = Schema<'NewMember'>;

/** What stored labels lose, or lack, by a change of the ontology. Nothing is deleted from the documents. */
export type OntologyBreak = Schema<'Break'>;
export type OntologyBreakKind = Schema<'BreakKind'>;
export type OntologyChanged = Schema<'OntologyChanged'>;
