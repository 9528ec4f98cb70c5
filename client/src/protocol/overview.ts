/** The overview of a task: work done by day and by user, and what is waiting. */

import type { Query, Schema } from './schema';

/** A day in UTC, `YYYY-MM-DD`. */
export type Day = Schema<'Day'>;
export type OverviewQuery = Query<'get_overview'>;
export type Overview = Schema<'Overview'>;
export type OverviewPerson = Schema<'OverviewPerson'>;
