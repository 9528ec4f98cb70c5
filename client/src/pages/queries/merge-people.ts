// The people to offer in a list's filter: those who can be in the list and those who are. Pure.
import type { Person } from '../../protocol/types';

/** Merges both, sorted by name. People who have left can still be in a list for what they did. */
export function mergePeople(known: readonly Person[], met: readonly (Person | null)[]): readonly Person[] {
  const all = new Map(known.map((person) => [person.id, person]));
  for (const person of met) if (person !== null && !all.has(person.id)) all.set(person.id, person);
  return [...all.values()].sort((a, b) => a.name.localeCompare(b.name));
}
