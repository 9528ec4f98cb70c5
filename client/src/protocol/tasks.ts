/** Tasks: their settings, the item counts of their stages, their members. */

import type { Schema, WithoutNull } from './schema';

export type StageCounts = Schema<'StageCounts'>;
export type TaskName = Schema<'TaskName'>;
export type TaskCard = Schema<'TaskCard'>;
export type Task = Schema<'Task'>;
export type TaskState = Schema<'TaskState'>;
/** `pool`: any member can take an item. `assigned`: only the assignee and admins can work on it. */
export type Distribution = Schema<'Distribution'>;
/** What must be resolved before an item goes on to the next stage. */
export type FinishRequires = Schema<'FinishRequires'>;
/** The stages after annotating, in order: any reviews, then acceptance if the task has it. */
export type Workflow = Schema<'Workflow'>;
/** One review of the workflow. */
export type ReviewStep = Schema<'ReviewStage'>;

export type NewTask = WithoutNull<Schema<'TaskDraft'>>;
export type TaskChange = WithoutNull<Schema<'TaskChange'>>;
export type Member = Schema<'Member'>;
export type NewMember = Schema<'NewMember'>;

/** What stored labels lose or lack after a change of the ontology. Nothing is deleted from the documents. */
export type OntologyBreak = Schema<'Break'>;
export type OntologyBreakKind = Schema<'BreakKind'>;
export type OntologyChanged = Schema<'OntologyChanged'>;
