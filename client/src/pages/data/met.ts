// People of whom a list tells: those who may be in it, and those who are. Pure.
import type { Person } from '../../protocol/types';

/** By name. Whoever has left still stands in what they did. */
export function withMet(known: readonly Person[], met: readonly (Person | null)[]): readonly Person[] {
  const all = new Map(known.map((person) => [person.id, person]));
  for (const person of met) if (person !== null && !all.has(person.id)) all.set(person.id, person);
  return [...all.values()].sort((a, b) => a.name.localeCompare(b.name));
}
