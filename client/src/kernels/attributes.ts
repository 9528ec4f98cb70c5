/** The attribute form of a class: which fields a label asks now, nested ones following the option that asks them. */

import type { Attribute, Json, OntologyClass } from '../protocol/labels';

export interface UnfoldedField {
  readonly attribute: Attribute;
  readonly value: Json | undefined;
  readonly depth: number;
  readonly missing: boolean;
}

type Values = { readonly [id: string]: Json };

/** The value on a frame: the latest set at or before it, for attributes that differ from frame to frame. */
export function valueAt(attribute: Attribute, value: Json | undefined, frame: number): Json | undefined {
  if (!attribute.per_frame || value === undefined) return value;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
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

export function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

export function unfold(cls: OntologyClass, values: Values, frame = 0): UnfoldedField[] {
  const fields: UnfoldedField[] = [];
  const walk = (attributes: readonly Attribute[], depth: number): void => {
    for (const attribute of attributes) {
      const value = valueAt(attribute, values[attribute.id], frame);
      fields.push({ attribute, value, depth, missing: attribute.required === true && isEmpty(value) });
      if (attribute.kind !== 'radio' && attribute.kind !== 'checklist') continue;
      for (const option of attribute.options) {
        if (isChosen(value, option.id)) walk(option.attributes ?? [], depth + 1);
      }
    }
  };
  walk(cls.attributes ?? [], 0);
  return fields;
}

/** Ids of all attributes of a class, nested ones too. */
export function attributeIds(cls: OntologyClass): Set<string> {
  const ids = new Set<string>();
  const walk = (attributes: readonly Attribute[]): void => {
    for (const attribute of attributes) {
      ids.add(attribute.id);
      if (attribute.kind === 'radio' || attribute.kind === 'checklist') {
        for (const option of attribute.options) walk(option.attributes ?? []);
      }
    }
  };
  walk(cls.attributes ?? []);
  return ids;
}

/** Ids of set attributes that the form no longer asks: answers nested under an option that is not chosen any more. */
export function orphaned(cls: OntologyClass, values: Values): string[] {
  const asked = new Set(unfoldAnyFrame(cls, values));
  return Object.keys(values).filter((id) => !asked.has(id));
}

function unfoldAnyFrame(cls: OntologyClass, values: Values): string[] {
  const ids: string[] = [];
  const walk = (attributes: readonly Attribute[]): void => {
    for (const attribute of attributes) {
      ids.push(attribute.id);
      if (attribute.kind !== 'radio' && attribute.kind !== 'checklist') continue;
      const stored = values[attribute.id];
      const all =
        attribute.per_frame && stored !== null && typeof stored === 'object' && !Array.isArray(stored)
          ? Object.values(stored)
          : [stored];
      for (const option of attribute.options) {
        if (all.some((value) => isChosen(value, option.id))) walk(option.attributes ?? []);
      }
    }
  };
  walk(cls.attributes ?? []);
  return ids;
}
