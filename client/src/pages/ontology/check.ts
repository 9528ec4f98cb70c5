// Finds the problems of an ontology, by field. Applies the server's rules (shared/src/ontology.rs) before it is saved. Pure.
import { MAX_ATTRIBUTES_PER_LABEL, MAX_CLASSES, MAX_NAME_CHARS } from '../../protocol/limits';
import { attributesBelow, type Draft, type DraftAttribute, type DraftClass, hasOptions } from './draft';
import { isColor } from './palette';

export type Field = 'id' | 'name' | 'color' | 'shapes' | 'skeleton' | 'attributes' | 'options' | 'range';

export interface Problem {
  /** The key of the class that contains the problem. */
  readonly class: number;
  /** The key of the class, attribute or option that has the problem. */
  readonly key: number;
  readonly field: Field;
  readonly message: string;
}

function badName(text: string): string | null {
  const chars = [...text.trim()].length;
  if (chars === 0) return 'Enter a name.';
  return chars > MAX_NAME_CHARS ? `At most ${MAX_NAME_CHARS} characters.` : null;
}

function badId(text: string): string | null {
  const chars = [...text].length;
  if (chars === 0) return 'Enter an id.';
  return chars > MAX_NAME_CHARS ? `At most ${MAX_NAME_CHARS} characters.` : null;
}

function repeated(ids: readonly string[]): Set<string> {
  return new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
}

export function problemsOf({ classes }: Draft): Problem[] {
  const found: Problem[] = [];
  const classTwice = repeated(classes.map(({ id }) => id));
  const attributeTwice = repeated(classes.flatMap((each) => [...attributesBelow(each.attributes)].map(({ id }) => id)));
  for (const each of classes) {
    const add = (key: number, field: Field, message: string | null) => {
      if (message !== null) found.push({ class: each.key, key, field, message });
    };
    checkClass(each, classTwice, (field, message) => add(each.key, field, message));
    const attributes = [...attributesBelow(each.attributes)];
    if (attributes.length > MAX_ATTRIBUTES_PER_LABEL)
      add(each.key, 'attributes', `A class has at most ${MAX_ATTRIBUTES_PER_LABEL} attributes, including nested ones.`);
    for (const attribute of attributes) checkAttribute(attribute, attributeTwice, add);
  }
  return found;
}

function checkClass(each: DraftClass, twice: Set<string>, add: (field: Field, message: string | null) => void): void {
  add('name', badName(each.name));
  add('id', badId(each.id) ?? (twice.has(each.id) ? 'Another class has this id.' : null));
  add('color', isColor(each.color) ? null : 'Enter a colour as #rrggbb.');
  add('shapes', each.shapes.length === 0 ? 'Choose at least one shape.' : null);
  if (each.shapes.includes('skeleton') && each.joints.length === 0) add('skeleton', 'A skeleton needs joints.');
  else if (each.joints.some((joint) => joint.trim() === '')) add('skeleton', 'Each joint needs a name.');
  else if (each.edges.some((edge) => Math.max(...edge) >= each.joints.length))
    add('skeleton', 'A line leads to a joint that does not exist.');
}

function checkAttribute(
  each: DraftAttribute,
  twice: Set<string>,
  add: (key: number, field: Field, message: string | null) => void,
): void {
  add(each.key, 'name', badName(each.name));
  add(each.key, 'id', badId(each.id) ?? (twice.has(each.id) ? 'Another attribute in the ontology has this id.' : null));
  if (each.kind === 'number' && each.min !== null && each.max !== null && each.min > each.max)
    add(each.key, 'range', 'The minimum is greater than the maximum.');
  if (!hasOptions(each.kind)) return;
  if (each.options.length === 0) add(each.key, 'options', 'Add at least one option.');
  const optionTwice = repeated(each.options.map(({ id }) => id));
  for (const option of each.options) {
    add(option.key, 'name', badName(option.name));
    add(option.key, 'id', badId(option.id) ?? (optionTwice.has(option.id) ? 'Another option has this id.' : null));
  }
}

/** Returns a message if the ontology has too many classes. */
export function tooMany({ classes }: Draft): string | null {
  return classes.length > MAX_CLASSES ? `An ontology has at most ${MAX_CLASSES} classes.` : null;
}

/** Returns the message for a field, if there is one. */
export function problemAt(problems: readonly Problem[], key: number, field: Field): string | undefined {
  return problems.find((problem) => problem.key === key && problem.field === field)?.message;
}
