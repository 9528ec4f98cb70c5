/** Saved views: a filter, order and layout of the data list. */

import type { Schema, WithoutNull } from './schema';

export type SavedView = Schema<'SavedView'>;
export type NewView = Schema<'NewSavedView'>;
export type ViewChange = WithoutNull<Schema<'SavedViewChange'>>;
