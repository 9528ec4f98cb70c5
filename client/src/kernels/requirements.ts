/** What the ontology requires of an item's labels and is missing: classes without a label, attributes without a value.
 * The server's rule (shared/src/requirement.rs), told while one works. */

import type { Attribute, Json, OntologyClass } from '../protocol/labels';

/** One thing that is missing. */
export type Missing = { readonly class: string } | { readonly label: string; readonly attribute: string };

/** The id of the issue about it: the same thing missing again is the same issue. */
export function requirementId(missing: Missing): string {
  return 'class' in missing ? `required:${missing.class}` : `required:${missing.label}:${missing.attribute}`;
}

type Values = { readonly [id: string]: Json };

function optionsOf(attribute: Attribute) {
  return attribute.kind === 'radio' || attribute.kind === 'checklist' ? attribute.options : [];
}

function requiresSomething(attributes: readonly Attribute[]): boolean {
  return attributes.some(
    (attribute) =>
      attribute.required === true || optionsOf(attribute).some((option) => requiresSomething(option.attributes ?? [])),
  );
}

/** Whether a label of the class can lack anything at all. */
export function asksAttributes(cls: OntologyClass): boolean {
  return requiresSomething(cls.attributes ?? []);
}

function isMap(value: Json): value is { readonly [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isBlank(value: Json): boolean {
  if (value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.length === 0;
  // By frame: a value on any of them will do.
  return isMap(value) && Object.values(value).every(isBlank);
}

function choosesOne(value: Json, option: string): boolean {
  return value === option || (Array.isArray(value) && value.includes(option));
}

/** Whether a value, on any frame, chooses the option. */
function chooses(attribute: Attribute, value: Json, option: string): boolean {
  if (attribute.per_frame === true && isMap(value)) {
    return Object.values(value).some((each) => choosesOne(each, option));
  }
  return choosesOne(value, option);
}

/** Ids of the required attributes that a label of the class lacks; nested ones count once their option is chosen. */
export function missingAttributes(cls: OntologyClass, values: Values): string[] {
  const found: string[] = [];
  const walk = (attributes: readonly Attribute[]): void => {
    for (const attribute of attributes) {
      const value = values[attribute.id];
      if (attribute.required === true && (value === undefined || isBlank(value))) found.push(attribute.id);
      if (value === undefined) continue;
      for (const option of optionsOf(attribute)) {
        if (chooses(attribute, value, option.id)) walk(option.attributes ?? []);
      }
    }
  };
  walk(cls.attributes ?? []);
  return found;
}

/** An attribute of the class by its id, nested ones too. */
export function attributeOf(cls: OntologyClass, id: string): Attribute | undefined {
  const find = (attributes: readonly Attribute[]): Attribute | undefined => {
    for (const attribute of attributes) {
      if (attribute.id === id) return attribute;
      for (const option of optionsOf(attribute)) {
        const nested = find(option.attributes ?? []);
        if (nested !== undefined) return nested;
      }
    }
    return undefined;
  };
  return find(cls.attributes ?? []);
}
