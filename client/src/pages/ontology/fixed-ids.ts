// Ids that existing labels can use, so that they must not change. Pure.
import type { Attribute, Ontology } from '../../protocol/labels';
import { type Draft, toOntology } from './draft';

export interface FixedIds {
  readonly classes: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
  /** Each as `attribute/option`. */
  readonly options: ReadonlySet<string>;
}

export const NOTHING_FIXED: FixedIds = { classes: new Set(), attributes: new Set(), options: new Set() };

export function fixedIds(saved: Ontology): FixedIds {
  const attributes = new Set<string>();
  const options = new Set<string>();
  const walk = (list: readonly Attribute[] = []) => {
    for (const attribute of list) {
      attributes.add(attribute.id);
      if (!('options' in attribute)) continue;
      for (const option of attribute.options) {
        options.add(`${attribute.id}/${option.id}`);
        walk(option.attributes);
      }
    }
  };
  for (const each of saved.classes) walk(each.attributes);
  return { classes: new Set(saved.classes.map(({ id }) => id)), attributes, options };
}

/** Returns a short summary of the classes that the draft adds, changes and removes; null if it is the same. */
export function summarizeChanges(saved: Ontology, draft: Draft): string | null {
  const now = toOntology(draft);
  if (JSON.stringify(now) === JSON.stringify(saved)) return null;
  const before = new Map(saved.classes.map((each) => [each.id, each] as const));
  const added = now.classes.filter(({ id }) => !before.has(id)).length;
  const kept = now.classes.filter(({ id }) => before.has(id));
  const removed = saved.classes.length - new Set(kept.map(({ id }) => id)).size;
  const changed = kept.filter((each) => JSON.stringify(each) !== JSON.stringify(before.get(each.id))).length;
  const words = [
    added > 0 ? `${classes(added)} added` : null,
    changed > 0 ? `${classes(changed)} changed` : null,
    removed > 0 ? `${classes(removed)} removed` : null,
  ].filter((word) => word !== null);
  return words.length > 0 ? words.join(', ') : 'Order changed';
}

function classes(count: number): string {
  return count === 1 ? '1 class' : `${count} classes`;
}
