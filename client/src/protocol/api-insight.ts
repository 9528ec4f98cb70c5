/** Routes of the overview, the audit log and the datasets. */

import { ApiError, type ApiErrorCode, request } from './api';
import type {
  AuditFilter,
  DatasetExport,
  ItemVersion,
  ItemVersionLabels,
  LogPage,
  Overview,
  OverviewQuery,
  ResultFilter,
  ResultPage,
  ResultSort,
} from './insight-contract';
import type { Dataset, MediaAdded } from './setup-contract';

const V1 = '/api/v1';
const segment = encodeURIComponent;

function withQuery(path: string, query: object): string {
  const known = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(known.map(([key, value]) => [key, String(value)])).toString();
  return text === '' ? path : `${path}?${text}`;
}

export interface Paging {
  readonly after?: string;
  readonly limit?: number;
}

/** The audit log of one task, or of the whole site without one. */
const auditPath = (task: string | undefined) =>
  task === undefined ? `${V1}/audit` : `${V1}/tasks/${segment(task)}/audit`;

export const insightApi = {
  overview: (task: string, query: OverviewQuery) =>
    request<Overview>('GET', `${V1}/tasks/${segment(task)}/overview`, { query: { ...query } }),

  log: (task: string | undefined, query: AuditFilter & Paging) =>
    request<LogPage>('GET', auditPath(task), { query: { ...query } }),
  logCsvUrl: (task: string | undefined, filter: AuditFilter) => withQuery(`${auditPath(task)}.csv`, filter),

  datasets: () => request<readonly Dataset[]>('GET', `${V1}/datasets`),
  dataset: (id: string) => request<Dataset>('GET', `${V1}/datasets/${segment(id)}`),
  createDataset: (name: string) => request<Dataset>('POST', `${V1}/datasets`, { body: { name } }),
  results: (id: string, query: ResultFilter & Paging & { readonly sort?: ResultSort }) =>
    request<ResultPage>('GET', `${V1}/datasets/${segment(id)}/results`, { query: { ...query } }),
  versions: (item: string) => request<readonly ItemVersion[]>('GET', `${V1}/items/${segment(item)}/versions`),
  version: (item: string, version: number) =>
    request<ItemVersionLabels>('GET', `${V1}/items/${segment(item)}/versions/${version}`),
  exports: (dataset: string) => request<readonly DatasetExport[]>('GET', `${V1}/datasets/${segment(dataset)}/exports`),
  startExport: (dataset: string, filter: ResultFilter) =>
    request<DatasetExport>('POST', `${V1}/datasets/${segment(dataset)}/exports`, { body: filter }),
  export: (id: string) => request<DatasetExport>('GET', `${V1}/exports/${segment(id)}`),
  exportFileUrl: (id: string) => `${V1}/exports/${segment(id)}/file`,
} as const;

export interface Sending {
  /** What has left this browser, 0 to 1. */
  readonly onProgress: (part: number) => void;
  readonly signal: AbortSignal;
}

export interface NamedFile {
  readonly name: string;
  readonly file: File;
}

/** Pictures into a dataset. `fetch` cannot tell how much has been sent, so this is the older way. */
export function sendPictures(dataset: string, files: readonly NamedFile[], sending: Sending): Promise<MediaAdded> {
  return new Promise((done, failed) => {
    const form = new FormData();
    for (const { name, file } of files) form.append('images', file, name);
    const call = new XMLHttpRequest();
    call.open('POST', `${V1}/datasets/${segment(dataset)}/media`);
    call.responseType = 'json';
    const stop = () => call.abort();
    sending.signal.addEventListener('abort', stop);
    call.onloadend = () => sending.signal.removeEventListener('abort', stop);
    call.upload.onprogress = (event) => event.lengthComputable && sending.onProgress(event.loaded / event.total);
    call.onabort = () => failed(new ApiError(0, { code: 'offline', message: 'Stopped.' }));
    call.onerror = () =>
      failed(new ApiError(0, { code: 'offline', message: 'The server cannot be reached. Check the network.' }));
    call.onload = () => {
      if (call.status >= 200 && call.status < 300) done(call.response as MediaAdded);
      else failed(errorOf(call.status, call.response));
    };
    if (sending.signal.aborted) failed(new ApiError(0, { code: 'offline', message: 'Stopped.' }));
    else call.send(form);
  });
}

function errorOf(status: number, body: unknown): ApiError {
  if (body !== null && typeof body === 'object' && 'code' in body && 'message' in body) {
    return new ApiError(status, body as { code: ApiErrorCode; message: string });
  }
  const code = status === 413 ? 'too_large' : status === 401 ? 'unauthenticated' : 'internal';
  return new ApiError(status, { code, message: `The server answered ${status}. Try again in a moment.` });
}
