/** What the ontology requires and an item's labels lack: classes without a label, attributes without a value. The same
 * rule as the server's (shared/src/requirement.rs), applied while the user works. */

import type { OntologyClass } from '../protocol/labels';
import { allAttributes, applicableAttributes, isBlank, type Values } from './attributes';

/** One missing class or attribute. */
export type MissingRequirement = { readonly class: string } | { readonly label: string; readonly attribute: string };

/** Returns the id of the issue about it: the same requirement missing again is the same issue. */
export function requirementId(missing: MissingRequirement): string {
  return 'class' in missing ? `required:${missing.class}` : `required:${missing.label}:${missing.attribute}`;
}

/** Whether the class has a required attribute, so that a label of it can lack one. */
export function hasRequiredAttributes(cls: OntologyClass): boolean {
  return [...allAttributes(cls.attributes)].some((attribute) => attribute.required === true);
}

/** Returns the ids of the required attributes that a label of the class lacks; nested ones count once their option is
 * chosen. */
export function missingAttributes(cls: OntologyClass, values: Values): string[] {
  return [...applicableAttributes(cls.attributes, values)]
    .filter((attribute) => attribute.required === true && isBlank(values[attribute.id]))
    .map((attribute) => attribute.id);
}
