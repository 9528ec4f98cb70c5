// Changes to a task's issue tags. Pure.
import type { IssueTag } from '../../protocol/types';
import { uniqueId } from '../ontology/ids';
import { moveElement } from '../ontology/ordered-list';
import { leastUsed, TAG_COLORS } from '../ontology/palette';

export function hasName(tags: readonly IssueTag[], name: string, except?: string): boolean {
  const wanted = name.trim().toLowerCase();
  return tags.some((tag) => tag.id !== except && tag.name.toLowerCase() === wanted);
}

/** Adds a tag with the least used colour. */
export function addTag(tags: readonly IssueTag[], name: string): IssueTag[] {
  // Made from the name, so that adding a tag that was removed by mistake restores it.
  const id = uniqueId(name, new Set(tags.map((tag) => tag.id)), 'tag');
  const used = tags.map(({ color }) => color);
  return [...tags, { id, name: name.trim(), color: leastUsed(TAG_COLORS, used) }];
}

export function changeTag(tags: readonly IssueTag[], id: string, change: Partial<Omit<IssueTag, 'id'>>): IssueTag[] {
  return tags.map((tag) => (tag.id === id ? { ...tag, ...change } : tag));
}

export function moveTag(tags: readonly IssueTag[], id: string, step: 1 | -1): readonly IssueTag[] {
  const from = tags.findIndex((tag) => tag.id === id);
  return moveElement(tags, from, from + step);
}
