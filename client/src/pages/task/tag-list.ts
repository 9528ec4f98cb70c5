// Changes to a task's issue tags. Pure.
import type { IssueTag } from '../../protocol/types';
import { uniqueId } from '../ontology/ids';
import { type Color, rarestOf } from '../ontology/palette';

/** Told apart by those who do not see all hues (Okabe and Ito), with two more for long lists. */
export const TAG_COLORS: readonly Color[] = [
  { value: '#0072b2', name: 'Blue' },
  { value: '#d55e00', name: 'Vermilion' },
  { value: '#009e73', name: 'Green' },
  { value: '#cc79a7', name: 'Pink' },
  { value: '#e69f00', name: 'Orange' },
  { value: '#56b4e9', name: 'Sky blue' },
  { value: '#7d5ba6', name: 'Purple' },
  { value: '#7a7f87', name: 'Grey' },
];

export function hasName(tags: readonly IssueTag[], name: string, but?: string): boolean {
  const wanted = name.trim().toLowerCase();
  return tags.some((tag) => tag.id !== but && tag.name.toLowerCase() === wanted);
}

/** With the colour that the fewest have. */
export function addTag(tags: readonly IssueTag[], name: string): IssueTag[] {
  // Made of the name, so that a tag that was removed by mistake is the same one again.
  const id = uniqueId(name, new Set(tags.map((tag) => tag.id)), 'tag');
  const used = tags.map(({ color }) => color);
  return [...tags, { id, name: name.trim(), color: rarestOf(TAG_COLORS, used) }];
}

export function changeTag(tags: readonly IssueTag[], id: string, change: Partial<Omit<IssueTag, 'id'>>): IssueTag[] {
  return tags.map((tag) => (tag.id === id ? { ...tag, ...change } : tag));
}

export function moveTag(tags: readonly IssueTag[], id: string, step: 1 | -1): IssueTag[] {
  const from = tags.findIndex((tag) => tag.id === id);
  const to = from + step;
  const moved = [...tags];
  const [tag] = moved.splice(from, 1);
  if (tag !== undefined) moved.splice(to, 0, tag);
  return moved;
}
