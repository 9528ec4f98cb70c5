/** Items of a task as the data list shows them: their filters and their history. */

import type { Query, Schema, WithoutNull } from './schema';

export type Status = Schema<'Status'>;
/** The values of `ItemFilter.has`, separated by commas. */
export type Activity = 'open_issues' | 'comments' | 'rejected' | 'revised' | 'skipped' | 'violations';
export type Sort = Schema<'Sort'>;
/** All given conditions must hold. */
export type ItemFilter = WithoutNull<Schema<'ItemFilter'>>;
export type ItemQuery = Query<'list_items'>;

export type Item = Schema<'Item'>;
export type ItemPage = Schema<'ItemPage'>;
export type Media = Schema<'Media'>;
/** A simplified outline in media pixels, drawn over the thumbnail. */
export type PreviewOutline = Schema<'Outline'>;
export type LockHolder = Schema<'LockHolder'>;
/** One stage change of an item. */
export type ItemMove = Schema<'ItemMove'>;
export type Neighbours = Schema<'Neighbours'>;
export type NextItem = Schema<'NextItem'>;
