// Changes to the classes of an ontology draft. Pure: each returns a new draft.
import { MAX_CLASSES } from '../../protocol/limits';
import type { Draft, DraftAttribute, DraftClass } from './draft';
import { attributeIds, classIds, isDerivedId, uniqueId } from './ids';
import { insertAfter, moveElement } from './ordered-list';
import { CLASS_COLORS, leastUsed } from './palette';

const NO_NAME = 'class';

const nextColor = ({ classes }: Draft) =>
  leastUsed(
    CLASS_COLORS,
    classes.map(({ color }) => color),
  );

/** Adds a class at the end. Also returns its key. */
export function addClass(draft: Draft, name = ''): { readonly draft: Draft; readonly key: number } {
  const key = draft.nextKey;
  if (draft.classes.length >= MAX_CLASSES) return { draft, key: draft.classes.at(-1)?.key ?? key };
  const made: DraftClass = {
    key,
    id: uniqueId(name, classIds(draft), NO_NAME),
    name,
    supercategory: '',
    color: nextColor(draft),
    shapes: draft.classes.at(-1)?.shapes ?? ['box'],
    required: false,
    joints: [],
    edges: [],
    attributes: [],
  };
  // A skeleton needs its own joints, so the new class does not take over that shape.
  const shapes = made.shapes.filter((shape) => shape !== 'skeleton');
  const fresh = { ...made, shapes: shapes.length > 0 ? shapes : (['box'] as const) };
  return { draft: { classes: [...draft.classes, fresh], nextKey: key + 1 }, key };
}

export function changeClass(draft: Draft, key: number, change: Partial<Omit<DraftClass, 'key'>>): Draft {
  return { ...draft, classes: draft.classes.map((each) => (each.key === key ? { ...each, ...change } : each)) };
}

/** Renames a class. Its id follows the name until someone sets the id or labels can use it. */
export function renameClass(draft: Draft, key: number, name: string, fixed: ReadonlySet<string>): Draft {
  const each = draft.classes.find((one) => one.key === key);
  if (each === undefined) return draft;
  const follows = !fixed.has(each.id) && isDerivedId(each.id, each.name, NO_NAME);
  const id = follows ? uniqueId(name, classIds(draft, key), NO_NAME) : each.id;
  return changeClass(draft, key, { name, id });
}

export function removeClass(draft: Draft, key: number): Draft {
  return { ...draft, classes: draft.classes.filter((each) => each.key !== key) };
}

/** Moves a class to a position, from 0. The first nine have number keys. */
export function moveClass(draft: Draft, key: number, to: number): Draft {
  const from = draft.classes.findIndex((each) => each.key === key);
  return { ...draft, classes: moveElement(draft.classes, from, to) };
}

/** Inserts a copy of a class below it. All attributes of the copy have their own ids. */
export function duplicateClass(draft: Draft, key: number): { readonly draft: Draft; readonly key: number } {
  const at = draft.classes.findIndex((each) => each.key === key);
  const original = draft.classes[at];
  if (original === undefined || draft.classes.length >= MAX_CLASSES) return { draft, key };
  let nextKey = draft.nextKey;
  const copyKey = nextKey++;
  const taken = attributeIds(draft);
  const copyOf = attributeCopier(taken, () => nextKey++);
  const name = `${original.name} copy`;
  const copy: DraftClass = {
    ...original,
    key: copyKey,
    id: uniqueId(name, classIds(draft), NO_NAME),
    name,
    color: nextColor(draft),
    attributes: original.attributes.map(copyOf),
  };
  return { draft: { classes: insertAfter(draft.classes, at, copy), nextKey }, key: copyKey };
}

/** Returns a function that copies an attribute with everything nested in it, under unused ids. */
export function attributeCopier(
  taken: Set<string>,
  nextKey: () => number,
): (attribute: DraftAttribute) => DraftAttribute {
  const copy = (attribute: DraftAttribute): DraftAttribute => {
    const id = uniqueId(attribute.id, taken, 'attribute');
    taken.add(id);
    return {
      ...attribute,
      key: nextKey(),
      id,
      options: attribute.options.map((option) => ({
        ...option,
        key: nextKey(),
        attributes: option.attributes.map(copy),
      })),
    };
  };
  return copy;
}
