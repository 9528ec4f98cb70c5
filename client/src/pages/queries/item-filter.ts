// The item filter in the URLs of the list and the tool page. Pure.
import type { Activity, Item, ItemFilter } from '../../protocol/types';
import { isActivity, isPriority, isStatus } from '../../ui/item-text';
import { isStage } from '../../ui/stages';
import { idPart, omitUndefined, textPart } from './search-params';

export type FilterKey = keyof ItemFilter;

/** Reads a filter from a URL and drops invalid parts. */
export function readItemFilter(search: Readonly<Record<string, unknown>>): ItemFilter {
  const pass = search.review_pass;
  const has = typeof search.has === 'string' ? activitiesOf({ has: search.has }) : [];
  return omitUndefined<ItemFilter>({
    stage: isStage(search.stage) ? search.stage : undefined,
    // A review number is valid only together with the review stage.
    review_pass:
      search.stage === 'review' && typeof pass === 'number' && Number.isInteger(pass) && pass > 0 ? pass : undefined,
    status: isStatus(search.status) ? search.status : undefined,
    q: textPart(search.q),
    has: has.length > 0 ? has.join(',') : undefined,
    annotator: idPart(search.annotator),
    reviewer: idPart(search.reviewer),
    assignee: idPart(search.assignee),
    returned_by: idPart(search.returned_by),
    locked: search.locked === true ? true : undefined,
    locked_by: idPart(search.locked_by),
    opened: typeof search.opened === 'boolean' ? search.opened : undefined,
    priority: isPriority(search.priority) ? search.priority : undefined,
    class: idPart(search.class),
    sample: idPart(search.sample),
  });
}

export function activitiesOf({ has }: ItemFilter): readonly Activity[] {
  return [...new Set((has ?? '').split(','))].filter(isActivity);
}

export function withActivities<F extends ItemFilter>(filter: F, activities: readonly Activity[]): F {
  const { has: _, ...rest } = filter;
  return (activities.length > 0 ? { ...rest, has: activities.join(',') } : rest) as F;
}

/** Returns the filter without some of its keys. Removing the stage also removes the review number. */
export function withoutKeys<F extends ItemFilter>(filter: F, keys: readonly FilterKey[]): F {
  const gone = new Set<string>(keys);
  if (gone.has('stage')) gone.add('review_pass');
  return Object.fromEntries(Object.entries(filter).filter(([key]) => !gone.has(key))) as F;
}

export function isFiltered(filter: ItemFilter): boolean {
  return Object.keys(readItemFilter(filter as Record<string, unknown>)).length > 0;
}

/** Returns whether the item can still be in the list. Conditions that the item itself does not show (its classes, samples)
 * count as met: an item that the server has listed stays until the server says otherwise. */
export function stillMatches(item: Item, filter: ItemFilter): boolean {
  const { stage, review_pass, status, assignee, locked, locked_by, opened, priority, annotator, reviewer } = filter;
  if (stage !== undefined && item.stage !== stage) return false;
  if (review_pass !== undefined && item.review_pass !== review_pass) return false;
  if (status !== undefined && item.status !== status) return false;
  if (assignee !== undefined && (item.assignee?.id ?? 'none') !== assignee) return false;
  if (locked && item.lock === null) return false;
  if (locked_by !== undefined && item.lock?.person.id !== locked_by) return false;
  if (opened !== undefined && item.opened !== opened) return false;
  if (priority !== undefined && item.priority !== priority) return false;
  if (annotator !== undefined && item.submitted_by?.id !== annotator) return false;
  if (reviewer !== undefined && item.reviewed_by?.id !== reviewer) return false;
  return activitiesOf(filter).every((activity) => hasActivity(item, activity));
}

function hasActivity(item: Item, activity: Activity): boolean {
  switch (activity) {
    case 'open_issues':
      return item.open_issues > 0;
    case 'comments':
      return item.comment_count > 0;
    case 'violations':
      return item.violations > 0;
    // Once true, these stay true.
    case 'rejected':
    case 'revised':
    case 'skipped':
      return true;
  }
}
