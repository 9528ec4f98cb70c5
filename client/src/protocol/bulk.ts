/** One action on many items. */

import type { Query, Schema, WithoutNull } from './schema';

export type BulkAction = Schema<'BulkAction'>;
export type BulkKind = BulkAction['kind'];
/** These items, or all that match but some. */
export type BulkSelection = WithoutNull<Schema<'Selection'>>;
export type BulkPreview = Schema<'BulkPreview'>;
export type BulkJob = Schema<'BulkJob'>;
export type BulkRowsQuery = Query<'list_bulk_items'>;
/** What became of each item, page by page. */
export type BulkRows = Schema<'BulkItems'>;
