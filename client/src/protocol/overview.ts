/** The overview of a task: what was done day by day, by whom, and what waits. */

import type { Query, Schema } from './schema';

/** A day in UTC, `YYYY-MM-DD`. */
export type Day = Schema<'Day'>;
export type OverviewQuery = Query<'get_overview'>;
export type Overview = Schema<'Overview'>;
export type OverviewPerson = Schema<'OverviewPerson'>;
