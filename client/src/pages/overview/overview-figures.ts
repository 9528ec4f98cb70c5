// Computes the figures of the overview: the stage funnel, percentages, rejection counts and the busiest people. Pure.
import type { Ontology, Overview, OverviewPerson, Stage, StageCounts } from '../../protocol/types';

interface FunnelStep {
  readonly stage: Stage;
  /** Items at the stage now. */
  readonly here: number;
  /** Items that have reached the stage or moved past it. */
  readonly reached: number;
}

/** Returns the funnel in stage order: how many items are at each stage and how many have reached it. */
export function funnel(counts: StageCounts, stages: readonly Stage[]): FunnelStep[] {
  return stages.map((stage, at) => ({
    stage,
    here: counts[stage],
    reached: stages.slice(at).reduce((sum, each) => sum + counts[each], 0),
  }));
}

/** Formats a share as "12 %". A small share is "< 1 %" instead of "0 %", and an almost complete one "> 99 %". */
export function percent(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %';
  const value = (part / whole) * 100;
  if (value < 1) return '< 1 %';
  return part < whole && value > 99 ? '> 99 %' : `${Math.round(value)} %`;
}

export interface NamedCount {
  readonly id: string;
  readonly name: string;
  readonly color: string | null;
  readonly count: number;
}

function byCount(a: NamedCount, b: NamedCount): number {
  return b.count - a.count || a.name.localeCompare(b.name);
}

/** Returns the rejected labels by class, highest count first. A class that is no longer in the ontology is named by its id. */
export function rejectedClasses(rows: Overview['by_class'], ontology: Ontology | undefined): NamedCount[] {
  const known = new Map(ontology?.classes.map((each) => [each.id, each]));
  return rows
    .map((row) => {
      const found = known.get(row.class);
      return { id: row.class, name: found?.name ?? row.class, color: found?.color ?? null, count: row.labels };
    })
    .sort(byCount);
}

const WITHOUT_TAG = 'No tag';

export function rejectedTags(
  rows: Overview['by_tag'],
  tags: readonly { readonly id: string; readonly name: string; readonly color: string }[],
): NamedCount[] {
  const known = new Map(tags.map((each) => [each.id, each]));
  return rows
    .map((row) => {
      const found = known.get(row.tag);
      const name = row.tag === '' ? WITHOUT_TAG : (found?.name ?? row.tag);
      return { id: row.tag, name, color: found?.color ?? null, count: row.items };
    })
    .sort(byCount);
}

export const ACTIVITY_KINDS = ['submitted', 'approved', 'accepted', 'rejected'] as const;
export type DoneKind = (typeof ACTIVITY_KINDS)[number];

/** Sorts people by the number of their stage changes, highest first. */
export function sortByActivity(people: readonly OverviewPerson[]): OverviewPerson[] {
  const sum = (each: OverviewPerson) => ACTIVITY_KINDS.reduce((total, kind) => total + each[kind], 0);
  return [...people].sort((a, b) => sum(b) - sum(a) || a.person.name.localeCompare(b.person.name));
}

export function hasActivity({ days }: Overview): boolean {
  return days.some((day) => ACTIVITY_KINDS.some((kind) => day[kind] > 0) || day.revised > 0);
}
