/** Datasets: their media files, their results and exports. */

import type { Label } from './labels';
import type { Query, Schema, WithoutNull } from './schema';

export type Dataset = Schema<'Dataset'>;
export type MediaAdded = Schema<'Uploaded'>;

export type ResultFilter = WithoutNull<Schema<'ResultFilter'>>;
export type ResultSort = Schema<'ResultSort'>;
export type ResultQuery = Query<'list_results'>;
/** The newest accepted annotations of a media file. */
export type DatasetResult = Schema<'DatasetResult'>;
export type ResultPage = Schema<'ResultPage'>;

export type ItemVersion = Schema<'Version'>;
type Labels = { readonly [id: string]: Label };
/** The labels of a version, complete as in the document. */
export type ItemVersionLabels = Omit<Schema<'VersionLabels'>, 'labels' | 'changes'> & {
  readonly labels: Labels;
  readonly changes: Omit<Schema<'VersionChanges'>, 'removed'> & { readonly removed: Labels };
};
/** The number of labels that a version added, changed and removed. */
export type VersionChange = Pick<ItemVersion, 'added' | 'changed' | 'removed'>;

export type DatasetExport = Omit<Schema<'Export'>, 'filter'> & { readonly filter: ResultFilter };
