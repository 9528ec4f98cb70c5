// Makes ids from names. Labels use the ids, so they are unique where they must be. Pure.
import { attributesBelow, type Draft } from './draft';

const MAX_SLUG = 48;

export function slug(name: string): string {
  const text = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MAX_SLUG)
    .replace(/-+$/, '');
  return text;
}

export function uniqueId(name: string, taken: ReadonlySet<string>, otherwise: string): string {
  const base = slug(name) || otherwise;
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(id)) return id;
  }
}

/** Returns whether {@link uniqueId} made the id from the name. Such an id follows the name. */
export function isDerivedId(id: string, name: string, otherwise: string): boolean {
  const base = slug(name) || otherwise;
  return id === base || (id.startsWith(`${base}-`) && /^\d+$/.test(id.slice(base.length + 1)));
}

export function classIds({ classes }: Draft, except?: number): Set<string> {
  return new Set(classes.filter(({ key }) => key !== except).map(({ id }) => id));
}

/** Returns the ids of all attributes in the ontology: nested attributes share one flat map on the label. */
export function attributeIds({ classes }: Draft, except?: number): Set<string> {
  return new Set(
    classes.flatMap((each) =>
      [...attributesBelow(each.attributes)].filter(({ key }) => key !== except).map(({ id }) => id),
    ),
  );
}
