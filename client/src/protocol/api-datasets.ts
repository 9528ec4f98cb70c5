/** Datasets: results, the versions of an item, exports. `sendPictures` uploads the images. */

import type {
  Dataset,
  DatasetExport,
  ItemVersion,
  ItemVersionLabels,
  ResultFilter,
  ResultPage,
  ResultQuery,
} from './datasets';
import { at, client, ok, segment } from './http-client';

export const datasetsApi = {
  datasets: () => ok<readonly Dataset[]>(client.GET('/api/v1/datasets')),
  dataset: (id: string) => ok<Dataset>(client.GET('/api/v1/datasets/{id}', at({ id }))),
  createDataset: (name: string) => ok<Dataset>(client.POST('/api/v1/datasets', { body: { name } })),
  results: (id: string, query: ResultQuery) =>
    ok<ResultPage>(client.GET('/api/v1/datasets/{id}/results', { params: { path: { id }, query } })),

  versions: (item: string) => ok<readonly ItemVersion[]>(client.GET('/api/v1/items/{id}/versions', at({ id: item }))),
  version: (item: string, version: number) =>
    ok<ItemVersionLabels>(client.GET('/api/v1/items/{id}/versions/{version}', at({ id: item, version }))),

  exports: (id: string) => ok<readonly DatasetExport[]>(client.GET('/api/v1/datasets/{id}/exports', at({ id }))),
  startExport: (id: string, filter: ResultFilter) =>
    ok<DatasetExport>(client.POST('/api/v1/datasets/{id}/exports', { ...at({ id }), body: filter })),
  exportFileUrl: (id: string) => `/api/v1/exports/${segment(id)}/file`,
} as const;
