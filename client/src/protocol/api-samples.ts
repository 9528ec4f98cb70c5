/** Samples of the items in acceptance, and the decisions on them. */

import type { BulkJob } from './bulk';
import { at, client, ok } from './http-client';
import type { NewSample, Sample, SampleDecision } from './samples';

export const samplesApi = {
  samples: (task: string) => ok<readonly Sample[]>(client.GET('/api/v1/tasks/{id}/samples', at({ id: task }))),
  sample: (id: string) => ok<Sample>(client.GET('/api/v1/samples/{id}', at({ id }))),
  drawSample: (task: string, body: NewSample) =>
    ok<Sample>(client.POST('/api/v1/tasks/{id}/samples', { ...at({ id: task }), body })),
  deleteSample: (id: string) => ok<void>(client.DELETE('/api/v1/samples/{id}', at({ id }))),
  decideSample: (id: string, body: SampleDecision) =>
    ok<BulkJob>(client.POST('/api/v1/samples/{id}/decision', { ...at({ id }), body })),
} as const;
