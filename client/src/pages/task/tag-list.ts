// Changes to a task's issue tags. Pure.
import type { IssueTag } from '../../protocol/types';

/** Told apart by those who do not see all hues (Okabe and Ito), with two more for long lists. */
export const TAG_COLORS: readonly { value: string; name: string }[] = [
  { value: '#0072b2', name: 'Blue' },
  { value: '#d55e00', name: 'Vermilion' },
  { value: '#009e73', name: 'Green' },
  { value: '#cc79a7', name: 'Pink' },
  { value: '#e69f00', name: 'Orange' },
  { value: '#56b4e9', name: 'Sky blue' },
  { value: '#7d5ba6', name: 'Purple' },
  { value: '#7a7f87', name: 'Grey' },
];

/** Made of the name, so that a tag that was removed by mistake is the same one again. */
function newId(name: string, tags: readonly IssueTag[]): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 48);
  const taken = new Set(tags.map((tag) => tag.id));
  const base = slug === '' ? 'tag' : slug;
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(id)) return id;
  }
}

export function hasName(tags: readonly IssueTag[], name: string, but?: string): boolean {
  const wanted = name.trim().toLowerCase();
  return tags.some((tag) => tag.id !== but && tag.name.toLowerCase() === wanted);
}

/** With the colour that the fewest have. */
export function addTag(tags: readonly IssueTag[], name: string): IssueTag[] {
  const times = (color: string) => tags.filter((tag) => tag.color === color).length;
  const [rarest] = [...TAG_COLORS].sort((a, b) => times(a.value) - times(b.value));
  return [...tags, { id: newId(name, tags), name: name.trim(), color: rarest?.value ?? '#7a7f87' }];
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
