/** Datasets: results, the versions of an item, exports. `uploadImages` uploads the images. */

import type {
  Dataset,
  DatasetExport,
  ItemVersion,
  ItemVersionLabels,
  ResultFilter,
  ResultPage,
  ResultQuery,
} from './datasets';
import { client, encodeSegment, pathParams, unwrap } from './http-client';

export const datasetsApi = {
  datasets: () => unwrap<readonly Dataset[]>(client.GET('/api/v1/datasets')),
  dataset: (id: string) => unwrap<Dataset>(client.GET('/api/v1/datasets/{id}', pathParams({ id }))),
  createDataset: (name: string) => unwrap<Dataset>(client.POST('/api/v1/datasets', { body: { name } })),
  results: (id: string, query: ResultQuery) =>
    unwrap<ResultPage>(client.GET('/api/v1/datasets/{id}/results', { params: { path: { id }, query } })),

  versions: (item: string) =>
    unwrap<readonly ItemVersion[]>(client.GET('/api/v1/items/{id}/versions', pathParams({ id: item }))),
  version: (item: string, version: number) =>
    unwrap<ItemVersionLabels>(client.GET('/api/v1/items/{id}/versions/{version}', pathParams({ id: item, version }))),

  exports: (id: string) =>
    unwrap<readonly DatasetExport[]>(client.GET('/api/v1/datasets/{id}/exports', pathParams({ id }))),
  startExport: (id: string, filter: ResultFilter) =>
    unwrap<DatasetExport>(client.POST('/api/v1/datasets/{id}/exports', { ...pathParams({ id }), body: filter })),
  exportFileUrl: (id: string) => `/api/v1/exports/${encodeSegment(id)}/file`,
} as const;
