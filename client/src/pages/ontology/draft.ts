// An ontology that is being edited. All fields are present, and each part has its own key that survives renaming. Pure.
import {
  type Attribute,
  type AttributeOption,
  type Ontology,
  type OntologyClass,
  SHAPES,
  type Shape,
} from '../../protocol/labels';

export type AttributeKind = Attribute['kind'];

export interface DraftOption {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly attributes: readonly DraftAttribute[];
}

export interface DraftAttribute {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly required: boolean;
  readonly per_frame: boolean;
  readonly kind: AttributeKind;
  /** Kept while the kind has no options, so that changing the kind back loses nothing. */
  readonly options: readonly DraftOption[];
  readonly min: number | null;
  readonly max: number | null;
}

export type Edge = readonly [number, number];

export interface DraftClass {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  /** Empty if there is none. */
  readonly supercategory: string;
  readonly color: string;
  readonly shapes: readonly Shape[];
  readonly required: boolean;
  readonly joints: readonly string[];
  /** Pairs of indices into the joints. */
  readonly edges: readonly Edge[];
  readonly attributes: readonly DraftAttribute[];
}

export interface Draft {
  readonly classes: readonly DraftClass[];
  readonly nextKey: number;
}

export function toDraft(ontology: Ontology, firstKey = 1): Draft {
  let nextKey = firstKey;
  const option = ({ id, name, attributes = [] }: AttributeOption): DraftOption => ({
    key: nextKey++,
    id,
    name,
    attributes: attributes.map(attribute),
  });
  const attribute = (each: Attribute): DraftAttribute => ({
    key: nextKey++,
    id: each.id,
    name: each.name,
    required: each.required ?? false,
    per_frame: each.per_frame ?? false,
    kind: each.kind,
    options: 'options' in each ? each.options.map(option) : [],
    min: each.kind === 'number' ? (each.min ?? null) : null,
    max: each.kind === 'number' ? (each.max ?? null) : null,
  });
  const classes = ontology.classes.map(
    (each): DraftClass => ({
      key: nextKey++,
      id: each.id,
      name: each.name,
      supercategory: each.supercategory ?? '',
      color: each.color,
      shapes: each.shapes,
      required: each.required ?? false,
      joints: each.skeleton?.joints ?? [],
      edges: (each.skeleton?.edges ?? []).map(([a = 0, b = 0]) => [a, b]),
      attributes: (each.attributes ?? []).map(attribute),
    }),
  );
  return { classes, nextKey };
}

/** Converts a draft to an ontology. Empty fields are omitted, as the server writes it. */
export function toOntology(draft: Draft): Ontology {
  return { classes: draft.classes.map(closeClass) };
}

function closeClass(each: DraftClass): OntologyClass {
  return {
    id: each.id,
    name: each.name.trim(),
    ...(each.supercategory.trim() !== '' && { supercategory: each.supercategory.trim() }),
    color: each.color.toLowerCase(),
    shapes: SHAPES.filter((shape) => each.shapes.includes(shape)),
    ...(each.joints.length > 0 && {
      skeleton: { joints: each.joints.map((joint) => joint.trim()), edges: each.edges.map(([a, b]) => [a, b]) },
    }),
    ...(each.required && { required: true }),
    ...(each.attributes.length > 0 && { attributes: each.attributes.map(closeAttribute) }),
  };
}

function closeAttribute(each: DraftAttribute): Attribute {
  const common = { id: each.id, name: each.name.trim(), required: each.required, per_frame: each.per_frame };
  switch (each.kind) {
    case 'radio':
    case 'checklist':
      return { ...common, kind: each.kind, options: each.options.map(closeOption) };
    case 'text':
      return { ...common, kind: 'text' };
    case 'number':
      return {
        ...common,
        kind: 'number',
        ...(each.min !== null && { min: each.min }),
        ...(each.max !== null && { max: each.max }),
      };
  }
}

function closeOption({ id, name, attributes }: DraftOption): AttributeOption {
  return { id, name: name.trim(), ...(attributes.length > 0 && { attributes: attributes.map(closeAttribute) }) };
}

/** Returns whether attributes of the kind have options. */
export function hasOptions(kind: AttributeKind): boolean {
  return kind === 'radio' || kind === 'checklist';
}

/** Yields all attributes, including nested ones, outer ones first. */
export function* attributesBelow(attributes: readonly DraftAttribute[]): Generator<DraftAttribute> {
  for (const attribute of attributes) {
    yield attribute;
    if (hasOptions(attribute.kind)) {
      for (const option of attribute.options) yield* attributesBelow(option.attributes);
    }
  }
}

export function sameOntology(a: Ontology, b: Ontology): boolean {
  return JSON.stringify(toOntology(toDraft(a))) === JSON.stringify(toOntology(toDraft(b)));
}
