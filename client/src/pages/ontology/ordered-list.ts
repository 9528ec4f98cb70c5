// Operations on ordered lists: classes, attributes, options, joints, tags. Pure.

/** Moves the element at `from` to `to`, which is limited to the ends of the list. */
export function moveElement<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const target = Math.max(0, Math.min(list.length - 1, to));
  if (from === target || list[from] === undefined) return list;
  const rest = [...list];
  const [element] = rest.splice(from, 1);
  if (element !== undefined) rest.splice(target, 0, element);
  return rest;
}

export function insertAfter<T>(list: readonly T[], at: number, element: T): readonly T[] {
  return [...list.slice(0, at + 1), element, ...list.slice(at + 1)];
}
