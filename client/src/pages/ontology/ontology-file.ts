// Reads an ontology from a JSON file. The result is either an ontology or a sentence that says what is wrong and where. Pure.
import {
  type Attribute,
  type AttributeOption,
  type Ontology,
  type OntologyClass,
  SHAPES,
  type Shape,
} from '../../protocol/labels';

export type Read = { readonly ontology: Ontology } | { readonly error: string };

class InvalidOntologyError extends Error {}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown, where: string): Fields {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new InvalidOntologyError(`${where} is not an object.`);
  return value as Fields;
}

function list(value: unknown, where: string): readonly unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new InvalidOntologyError(`${where} is not a list.`);
  return value;
}

function text(value: unknown, where: string): string {
  if (typeof value !== 'string') throw new InvalidOntologyError(`${where} is not text.`);
  return value;
}

function flag(value: unknown, where: string): boolean {
  if (value === undefined) return false;
  if (typeof value !== 'boolean') throw new InvalidOntologyError(`${where} must be true or false.`);
  return value;
}

function number(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new InvalidOntologyError(`${where} is not a number.`);
  return value;
}

function shape(value: unknown, where: string): Shape {
  const found = SHAPES.find((each) => each === value);
  if (found === undefined) throw new InvalidOntologyError(`${where}: unknown shape ${JSON.stringify(value)}.`);
  return found;
}

function readClass(value: unknown, index: number): OntologyClass {
  const at = `Class ${index + 1}`;
  const each = fields(value, at);
  const name = text(each.name, `${at}: name`);
  const where = `Class “${name}”`;
  return {
    id: text(each.id, `${where}: id`),
    name,
    ...(each.supercategory != null && { supercategory: text(each.supercategory, `${where}: supercategory`) }),
    color: text(each.color, `${where}: color`),
    shapes: list(each.shapes, `${where}: shapes`).map((one) => shape(one, where)),
    ...(each.skeleton != null && { skeleton: readSkeleton(each.skeleton, `${where}: skeleton`) }),
    required: flag(each.required, `${where}: required`),
    attributes: list(each.attributes, `${where}: attributes`).map((one) => readAttribute(one, where)),
  };
}

function readSkeleton(value: unknown, where: string): NonNullable<OntologyClass['skeleton']> {
  const { joints, edges } = fields(value, where);
  return {
    joints: list(joints, `${where}: joints`).map((joint) => text(joint, `${where}: a joint`)),
    edges: list(edges, `${where}: edges`).map((edge) => {
      const [a, b] = list(edge, `${where}: an edge`);
      return [number(a, `${where}: an edge`), number(b, `${where}: an edge`)];
    }),
  };
}

function readAttribute(value: unknown, owner: string): Attribute {
  const each = fields(value, `${owner}: an attribute`);
  const name = text(each.name, `${owner}: an attribute’s name`);
  const where = `${owner}, attribute “${name}”`;
  const common = {
    id: text(each.id, `${where}: id`),
    name,
    required: flag(each.required, `${where}: required`),
    per_frame: flag(each.per_frame, `${where}: per_frame`),
  };
  switch (each.kind) {
    case 'radio':
    case 'checklist':
      return {
        ...common,
        kind: each.kind,
        options: list(each.options, `${where}: options`).map((one) => readOption(one, where)),
      };
    case 'text':
      return { ...common, kind: 'text' };
    case 'number':
      return {
        ...common,
        kind: 'number',
        ...(each.min != null && { min: number(each.min, `${where}: min`) }),
        ...(each.max != null && { max: number(each.max, `${where}: max`) }),
      };
    default:
      throw new InvalidOntologyError(`${where}: unknown kind ${JSON.stringify(each.kind)}.`);
  }
}

function readOption(value: unknown, owner: string): AttributeOption {
  const each = fields(value, `${owner}: an option`);
  const name = text(each.name, `${owner}: an option’s name`);
  const where = `${owner}, option “${name}”`;
  return {
    id: text(each.id, `${where}: id`),
    name,
    attributes: list(each.attributes, `${where}: attributes`).map((one) => readAttribute(one, where)),
  };
}

/** Reads an ontology, either bare or inside `{"ontology": …}`, as in the JSON of a task. */
export function readOntology(json: string): Read {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return { error: 'The file is not valid JSON.' };
  }
  try {
    const top = fields(parsed, 'The file');
    const { classes } = top.ontology === undefined ? top : fields(top.ontology, 'ontology');
    if (classes === undefined) return { error: 'The file has no classes. An ontology has the form {"classes": […]}.' };
    return { ontology: { classes: list(classes, 'classes').map(readClass) } };
  } catch (error) {
    if (error instanceof InvalidOntologyError) return { error: error.message };
    throw error;
  }
}

export function writeOntology(ontology: Ontology): string {
  return `${JSON.stringify(ontology, null, 2)}\n`;
}
