/** Samples: a part of the items in acceptance that represents all of them. */

import type { Schema, WithoutNull } from './schema';

export type Sample = Schema<'Sample'>;
export type SampleMethod = Schema<'SampleMethod'>;
export type SampleSize = Schema<'SampleSize'>;
/** Fractions from 0 to 1; the bounds are Wilson's at 95 %. */
export type ErrorRate = Schema<'ErrorEstimate'>;
export type NewSample = WithoutNull<Schema<'NewSample'>>;
export type SampleDecision = WithoutNull<Schema<'NewSampleDecision'>>;
