/** Datasets: their media, the accepted annotations of their items, and exports of these. */

import type { Label } from './labels';
import type { Query, Schema, WithoutNull } from './schema';

export type Dataset = Schema<'Dataset'>;
export type MediaAdded = Schema<'Uploaded'>;

export type ResultFilter = WithoutNull<Schema<'ResultFilter'>>;
export type ResultSort = Schema<'ResultSort'>;
export type ResultQuery = Query<'list_results'>;
/** The newest accepted annotations of an item. */
export type DatasetResult = Schema<'DatasetResult'>;
export type ResultPage = Schema<'ResultPage'>;

export type ItemVersion = Schema<'Version'>;
type Labels = { readonly [id: string]: Label };
/** Versions hold labels as the document does: complete. */
export type ItemVersionLabels = Omit<Schema<'VersionLabels'>, 'labels' | 'changes'> & {
  readonly labels: Labels;
  readonly changes: Omit<Schema<'VersionChanges'>, 'removed'> & { readonly removed: Labels };
};
/** How many labels a version has against the one before. */
export type VersionChange = Pick<ItemVersion, 'added' | 'changed' | 'removed'>;

export type DatasetExport = Omit<Schema<'Export'>, 'filter'> & { readonly filter: ResultFilter };
