/** The attribute form of a class: the fields that apply to a label now, nested ones after the option they depend on. */

import type { Attribute, AttributeOption, Json, OntologyClass } from '../protocol/labels';

export interface VisibleField {
  readonly attribute: Attribute;
  readonly value: Json | undefined;
  readonly depth: number;
  readonly missing: boolean;
}

export type Values = { readonly [id: string]: Json };

export function isMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function optionsOf(attribute: Attribute): readonly AttributeOption[] {
  return attribute.kind === 'radio' || attribute.kind === 'checklist' ? attribute.options : [];
}

/** Returns the value on a frame: for a per-frame attribute, the latest one set at or before it. */
export function valueAt(attribute: Attribute, value: Json | undefined, frame: number): Json | undefined {
  if (!attribute.per_frame || value === undefined) return value;
  if (!isMap(value)) return undefined;
  let latest = -1;
  let found: Json | undefined;
  for (const [key, at] of Object.entries(value)) {
    const number = Number(key);
    if (number <= frame && number > latest) {
      latest = number;
      found = at;
    }
  }
  return found;
}

function isChosen(value: Json | undefined, option: string): boolean {
  return value === option || (Array.isArray(value) && value.includes(option));
}

/** Whether a value is empty: absent, blank text, an empty list, or empty on every frame. */
export function isBlank(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.length === 0;
  return isMap(value) && Object.values(value).every(isBlank);
}

export function visibleFields(cls: OntologyClass, values: Values, frame = 0): VisibleField[] {
  const fields: VisibleField[] = [];
  const walk = (attributes: readonly Attribute[], depth: number): void => {
    for (const attribute of attributes) {
      const value = valueAt(attribute, values[attribute.id], frame);
      fields.push({ attribute, value, depth, missing: attribute.required === true && isBlank(value) });
      for (const option of optionsOf(attribute)) {
        if (isChosen(value, option.id)) walk(option.attributes ?? [], depth + 1);
      }
    }
  };
  walk(cls.attributes ?? [], 0);
  return fields;
}

/** Yields all attributes, nested ones included, each before those nested under its options. */
export function* allAttributes(attributes: readonly Attribute[] = []): Generator<Attribute> {
  for (const attribute of attributes) {
    yield attribute;
    for (const option of optionsOf(attribute)) yield* allAttributes(option.attributes);
  }
}

/** Returns the ids of all attributes of a class, nested ones included. */
export function attributeIds(cls: OntologyClass): Set<string> {
  return new Set(Array.from(allAttributes(cls.attributes), ({ id }) => id));
}

/** Finds an attribute of the class by its id, nested ones included. */
export function attributeOf(cls: OntologyClass, id: string): Attribute | undefined {
  return [...allAttributes(cls.attributes)].find((attribute) => attribute.id === id);
}

/** Returns the ids of set attributes that the form no longer asks for: answers nested under an option that is no longer
 * chosen. */
export function orphaned(cls: OntologyClass, values: Values): string[] {
  const asked = new Set(Array.from(applicableAttributes(cls.attributes, values), ({ id }) => id));
  return Object.keys(values).filter((id) => !asked.has(id));
}

/** Yields the attributes that apply to a label as a whole: nested ones once their option is chosen on any frame. */
export function* applicableAttributes(attributes: readonly Attribute[] = [], values: Values): Generator<Attribute> {
  for (const attribute of attributes) {
    yield attribute;
    const stored = values[attribute.id];
    const all = attribute.per_frame && isMap(stored) ? Object.values(stored) : [stored];
    for (const option of optionsOf(attribute)) {
      if (all.some((value) => isChosen(value, option.id))) yield* applicableAttributes(option.attributes, values);
    }
  }
}
