/** The routes of the data list: items, actions on many, samples, saved views. */

import { request } from './api';
import type { Neighbours } from './http';
import type {
  BulkAction,
  BulkJob,
  BulkPreview,
  BulkRows,
  BulkSelection,
  ItemFilter,
  ItemMove,
  ItemPage,
  ItemQuery,
  NewSample,
  NewView,
  NextItem,
  ReviseItem,
  Sample,
  SampleDecision,
  SavedView,
} from './items-contract';
import type { Stage } from './people';

const V1 = '/api/v1';
const segment = encodeURIComponent;
const ofTask = (task: string, rest: string) => `${V1}/tasks/${segment(task)}/${rest}`;
const ofItem = (item: string, rest: string) => `${V1}/items/${segment(item)}/${rest}`;

export const itemsApi = {
  items: (task: string, query: ItemQuery = {}) =>
    request<ItemPage>('GET', ofTask(task, 'items'), { query: { ...query } }),
  neighbours: (item: string, filter: ItemFilter = {}) =>
    request<Neighbours>('GET', ofItem(item, 'neighbours'), { query: { ...filter } }),
  moves: (item: string) => request<readonly ItemMove[]>('GET', ofItem(item, 'moves')),
  revise: (item: string, body: ReviseItem) =>
    request<{ readonly stage: Stage }>('POST', ofItem(item, 'revise'), { body }),
  skip: (item: string, reason: string) => request<void>('POST', ofItem(item, 'skip'), { body: { reason } }),
  /** `returned`: only what comes back to me after I sent it back. */
  next: (task: string, stage: Stage, returned?: true) =>
    request<NextItem>('POST', ofTask(task, 'next'), { body: { stage, ...(returned && { returned }) } }),

  previewBulk: (task: string, action: BulkAction, selection: BulkSelection) =>
    request<BulkPreview>('POST', ofTask(task, 'bulk/preview'), { body: { action, selection } }),
  startBulk: (task: string, action: BulkAction, selection: BulkSelection) =>
    request<BulkJob>('POST', ofTask(task, 'bulk'), { body: { action, selection } }),
  bulkJobs: (task: string) => request<readonly BulkJob[]>('GET', ofTask(task, 'bulk')),
  bulkJob: (id: string) => request<BulkJob>('GET', `${V1}/bulk/${segment(id)}`),
  bulkRows: (id: string, query: { outcome?: 'done' | 'failed' | 'waiting'; after?: string; limit?: number }) =>
    request<BulkRows>('GET', `${V1}/bulk/${segment(id)}/items`, { query }),
  cancelBulk: (id: string) => request<void>('POST', `${V1}/bulk/${segment(id)}/cancel`),

  samples: (task: string) => request<readonly Sample[]>('GET', ofTask(task, 'samples')),
  sample: (id: string) => request<Sample>('GET', `${V1}/samples/${segment(id)}`),
  drawSample: (task: string, body: NewSample) => request<Sample>('POST', ofTask(task, 'samples'), { body }),
  deleteSample: (id: string) => request<void>('DELETE', `${V1}/samples/${segment(id)}`),
  decideSample: (id: string, body: SampleDecision) =>
    request<BulkJob>('POST', `${V1}/samples/${segment(id)}/decision`, { body }),

  views: (task: string) => request<readonly SavedView[]>('GET', ofTask(task, 'views')),
  saveView: (task: string, body: NewView) => request<SavedView>('POST', ofTask(task, 'views'), { body }),
  changeView: (id: string, body: Partial<NewView>) =>
    request<SavedView>('PATCH', `${V1}/views/${segment(id)}`, { body }),
  deleteView: (id: string) => request<void>('DELETE', `${V1}/views/${segment(id)}`),
} as const;
