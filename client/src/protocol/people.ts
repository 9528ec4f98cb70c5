/** People, roles, stages: the words that every other message uses. */

import type { Schema } from './schema';

export type Stage = Schema<'Stage'>;
export type Role = Schema<'Role'>;
/** What finishes an item's work at a stage. */
export type Move = Schema<'Move'>;
/** Who a person is to the others; always filled in by the server. */
export type Person = Schema<'Person'>;
export type PersonWithEmail = Schema<'Contact'>;
