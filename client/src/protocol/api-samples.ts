/** Samples of the items in acceptance, and the decisions on them. */

import type { BulkJob } from './bulk';
import { client, pathParams, unwrap } from './http-client';
import type { NewSample, Sample, SampleDecision } from './samples';

export const samplesApi = {
  samples: (task: string) =>
    unwrap<readonly Sample[]>(client.GET('/api/v1/tasks/{id}/samples', pathParams({ id: task }))),
  sample: (id: string) => unwrap<Sample>(client.GET('/api/v1/samples/{id}', pathParams({ id }))),
  drawSample: (task: string, body: NewSample) =>
    unwrap<Sample>(client.POST('/api/v1/tasks/{id}/samples', { ...pathParams({ id: task }), body })),
  deleteSample: (id: string) => unwrap<void>(client.DELETE('/api/v1/samples/{id}', pathParams({ id }))),
  decideSample: (id: string, body: SampleDecision) =>
    unwrap<BulkJob>(client.POST('/api/v1/samples/{id}/decision', { ...pathParams({ id }), body })),
} as const;
