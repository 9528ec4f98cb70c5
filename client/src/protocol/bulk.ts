/** Bulk actions: one action on many items. */

import type { Query, Schema, WithoutNull } from './schema';

export type BulkAction = Schema<'BulkAction'>;
export type BulkKind = BulkAction['kind'];
/** The given items, or all that match a filter except some. */
export type BulkSelection = WithoutNull<Schema<'Selection'>>;
export type BulkPreview = Schema<'BulkPreview'>;
export type BulkJob = Schema<'BulkJob'>;
export type BulkRowsQuery = Query<'list_bulk_items'>;
/** The outcome of each item, page by page. */
export type BulkRows = Schema<'BulkItems'>;
