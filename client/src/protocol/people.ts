/** People, roles and stages, which every other message uses. */

import type { Schema } from './schema';

export type Stage = Schema<'Stage'>;
export type Role = Schema<'Role'>;
/** The command that finishes an item's work at a stage: submit, approve or accept. */
export type FinishAction = Schema<'FinishAction'>;
/** A user as others see them; always filled in by the server. */
export type Person = Schema<'Person'>;
export type PersonWithEmail = Schema<'Contact'>;
