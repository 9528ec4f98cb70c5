/** What the ontology requires of an item's labels and is missing: classes without a label, attributes without a value.
 * The server's rule (shared/src/requirement.rs), told while one works. */

import type { OntologyClass } from '../protocol/labels';
import { askedOnAnyFrame, isBlank, type Values, withNested } from './attributes';

/** One thing that is missing. */
export type Missing = { readonly class: string } | { readonly label: string; readonly attribute: string };

/** The id of the issue about it: the same thing missing again is the same issue. */
export function requirementId(missing: Missing): string {
  return 'class' in missing ? `required:${missing.class}` : `required:${missing.label}:${missing.attribute}`;
}

/** Whether a label of the class can lack anything at all. */
export function asksAttributes(cls: OntologyClass): boolean {
  return [...withNested(cls.attributes)].some((attribute) => attribute.required === true);
}

/** Ids of the required attributes that a label of the class lacks; nested ones count once their option is chosen. */
export function missingAttributes(cls: OntologyClass, values: Values): string[] {
  return [...askedOnAnyFrame(cls.attributes, values)]
    .filter((attribute) => attribute.required === true && isBlank(values[attribute.id]))
    .map((attribute) => attribute.id);
}
