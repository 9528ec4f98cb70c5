/** Items of a task as the data list has them: what they are filtered by, what they went through. */

import type { Query, Schema, WithoutNull } from './schema';

export type Status = Schema<'Status'>;
/** What `ItemFilter.has` names, with commas between. */
export type Activity = 'open_issues' | 'comments' | 'rejected' | 'revised' | 'skipped' | 'violations';
export type Sort = Schema<'Sort'>;
/** All that is given must hold. */
export type ItemFilter = WithoutNull<Schema<'ItemFilter'>>;
export type ItemQuery = Query<'list_items'>;

export type Item = Schema<'Item'>;
export type ItemPage = Schema<'ItemPage'>;
export type Media = Schema<'Media'>;
/** A simplified outline in pixels of the media, drawn over the thumbnail. */
export type PreviewOutline = Schema<'Outline'>;
export type LockHolder = Schema<'LockHolder'>;
/** One step of an item through the workflow. */
export type ItemMove = Schema<'ItemMove'>;
export type Neighbours = Schema<'Neighbours'>;
export type NextItem = Schema<'NextItem'>;
