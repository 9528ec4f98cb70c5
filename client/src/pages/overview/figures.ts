// What the overview's figures come to: how far items have come, which bar is longest, who did how much. Pure.
import type { Ontology, Overview, OverviewPerson, Stage, StageCounts } from '../../protocol/types';

interface FunnelStep {
  readonly stage: Stage;
  /** Items that are at the stage now. */
  readonly here: number;
  /** Items that have come to it or beyond. */
  readonly reached: number;
}

/** From the first stage to the last: each holds what is there and what has gone on from there. */
export function funnel(counts: StageCounts, stages: readonly Stage[]): FunnelStep[] {
  return stages.map((stage, at) => ({
    stage,
    here: counts[stage],
    reached: stages.slice(at).reduce((sum, each) => sum + counts[each], 0),
  }));
}

/** "12 %", "< 1 %" rather than a nothing that is something. */
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

/** Rejected labels by class, most first; a class that the ontology no longer has goes by its id. */
export function rejectedClasses(rows: Overview['by_class'], ontology: Ontology | undefined): NamedCount[] {
  const known = new Map(ontology?.classes.map((each) => [each.id, each]));
  return rows
    .map((row) => {
      const found = known.get(row.class);
      return { id: row.class, name: found?.name ?? row.class, color: found?.color ?? null, count: row.labels };
    })
    .sort(byCount);
}

const WITHOUT_TAG = 'Without a tag';

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

export const DONE_KINDS = ['submitted', 'approved', 'accepted', 'rejected'] as const;
export type DoneKind = (typeof DONE_KINDS)[number];

/** Whoever handed on most first. */
export function busiest(people: readonly OverviewPerson[]): OverviewPerson[] {
  const sum = (each: OverviewPerson) => DONE_KINDS.reduce((total, kind) => total + each[kind], 0);
  return [...people].sort((a, b) => sum(b) - sum(a) || a.person.name.localeCompare(b.person.name));
}

export function anythingDone({ days }: Overview): boolean {
  return days.some((day) => DONE_KINDS.some((kind) => day[kind] > 0) || day.revised > 0);
}
