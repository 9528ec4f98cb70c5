/** Filters, order and look of the data list that a person keeps. */

import type { Schema, WithoutNull } from './schema';

export type SavedView = Schema<'SavedView'>;
export type NewView = Schema<'NewSavedView'>;
export type ViewChange = WithoutNull<Schema<'SavedViewChange'>>;
