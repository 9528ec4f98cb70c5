// Editing an ontology: classes, attributes, options, joints.
import { describe, expect, test } from 'vitest';
import type { Ontology } from '../../protocol/labels';
import { type Draft, sameOntology, toDraft, toOntology } from './draft';
import {
  addAttribute,
  addOption,
  changeAttribute,
  duplicateAttribute,
  moveAttribute,
  moveOption,
  removeAttribute,
  removeOption,
  renameAttribute,
  renameOption,
} from './edit-attributes';
import { addClass, changeClass, duplicateClass, moveClass, removeClass, renameClass } from './edit-classes';
import { CLASS_COLORS } from './palette';
import { addEdge, moveJoint, removeJoint } from './skeleton';

const STREET: Ontology = {
  classes: [
    {
      id: 'car',
      name: 'Car',
      color: '#0072b2',
      shapes: ['box', 'polygon'],
      attributes: [
        {
          id: 'view',
          name: 'View',
          kind: 'radio',
          required: true,
          per_frame: false,
          options: [
            { id: 'front', name: 'Front' },
            {
              id: 'hidden',
              name: 'Hidden',
              attributes: [
                { id: 'by', name: 'Hidden by', kind: 'text', required: true, per_frame: false },
                { id: 'share', name: 'Share', kind: 'number', required: false, per_frame: true, min: 0, max: 100 },
              ],
            },
          ],
        },
      ],
    },
    { id: 'person', name: 'Person', color: '#d55e00', shapes: ['box'], required: true, supercategory: 'being' },
  ],
};

const NONE = new Set<string>();
const open = () => toDraft(STREET);
const keyOf = (draft: Draft, id: string) => draft.classes.find((each) => each.id === id)?.key ?? -1;
const view = (draft: Draft) => draft.classes[0]?.attributes[0];
const hidden = (draft: Draft) => view(draft)?.options.find(({ id }) => id === 'hidden');

test('an ontology opened and closed is the same', () => {
  expect(toOntology(open())).toEqual(STREET);
  expect(sameOntology(STREET, { classes: [...STREET.classes] })).toBe(true);
  expect(sameOntology(STREET, { classes: [] })).toBe(false);
});

describe('classes', () => {
  test('a new class has an id, the shapes of the last class and the least used colour', () => {
    const { draft, key } = addClass(open());
    const made = draft.classes.at(-1);
    expect(made).toMatchObject({ key, id: 'class', name: '', shapes: ['box'], color: CLASS_COLORS[2]?.value });
    const named = renameClass(draft, key, 'Traffic light', NONE);
    expect(named.classes.at(-1)).toMatchObject({ id: 'traffic-light', name: 'Traffic light' });
    // A taken name gives another id.
    expect(renameClass(named, key, 'Car', NONE).classes.at(-1)?.id).toBe('car-2');
  });

  test('an id that was set, or that labels may use, does not follow the name', () => {
    let { draft, key } = addClass(open(), 'Bus');
    draft = changeClass(draft, key, { id: 'vehicle-7x' });
    expect(renameClass(draft, key, 'Coach', NONE).classes.at(-1)?.id).toBe('vehicle-7x');
    const car = keyOf(draft, 'car');
    expect(renameClass(draft, car, 'Auto', new Set(['car'])).classes[0]).toMatchObject({ id: 'car', name: 'Auto' });
  });

  test('order, copies and removal', () => {
    const draft = open();
    const car = keyOf(draft, 'car');
    expect(moveClass(draft, car, 9).classes.map(({ id }) => id)).toEqual(['person', 'car']);
    const copy = duplicateClass(draft, car).draft;
    expect(copy.classes.map(({ id }) => id)).toEqual(['car', 'car-copy', 'person']);
    // Attributes share one map on a label, so those of the copy have their own ids, nested ones too.
    const ids = copy.classes[1]?.attributes.flatMap(({ id, options }) => [
      id,
      ...options.flatMap(({ attributes }) => attributes.map((nested) => nested.id)),
    ]);
    expect(ids).toEqual(['view-2', 'by-2', 'share-2']);
    expect(removeClass(copy, car).classes.map(({ id }) => id)).toEqual(['car-copy', 'person']);
    const keys = copy.classes.flatMap((each) => [each.key, ...each.attributes.map(({ key }) => key)]);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('attributes', () => {
  test('an attribute is added to a class, and to an option, with an id that is unique in the ontology', () => {
    const draft = open();
    const first = addAttribute(draft, keyOf(draft, 'person'));
    const named = renameAttribute(first.draft, first.key, 'View', NONE);
    expect(named.classes[1]?.attributes[0]).toMatchObject({ id: 'view-2', kind: 'radio' });
    const nested = addAttribute(named, hidden(named)?.key ?? -1);
    expect(hidden(nested.draft)?.attributes.map(({ id }) => id)).toEqual(['by', 'share', 'attribute']);
    // Unchanged parts keep their identity.
    expect(nested.draft.classes[1]).toBe(named.classes[1]);
  });

  test('nested attributes are changed, moved, copied and removed in place', () => {
    const draft = open();
    const [by, share] = hidden(draft)?.attributes ?? [];
    const up = moveAttribute(draft, share?.key ?? -1, -1);
    expect(hidden(up)?.attributes.map(({ id }) => id)).toEqual(['share', 'by']);
    const copied = duplicateAttribute(draft, by?.key ?? -1);
    expect(hidden(copied.draft)?.attributes.map(({ id }) => id)).toEqual(['by', 'by-2', 'share']);
    expect(hidden(removeAttribute(draft, by?.key ?? -1))?.attributes.map(({ id }) => id)).toEqual(['share']);
    const text = changeAttribute(draft, view(draft)?.key ?? -1, { kind: 'text' });
    expect(toOntology(text).classes[0]?.attributes?.[0]).not.toHaveProperty('options');
    // Changing the kind back has lost nothing.
    const back = changeAttribute(text, view(text)?.key ?? -1, { kind: 'radio' });
    expect(toOntology(back)).toEqual(STREET);
  });

  test('options are added, renamed, moved and removed', () => {
    let { draft, key } = addOption(open(), view(open())?.key ?? -1);
    draft = renameOption(draft, key, 'Front', false);
    expect(view(draft)?.options.map(({ id }) => id)).toEqual(['front', 'hidden', 'front-2']);
    draft = moveOption(draft, key, -2);
    expect(view(draft)?.options.map(({ id }) => id)).toEqual(['front-2', 'front', 'hidden']);
    expect(view(renameOption(draft, key, 'Rear', true))?.options[0]).toMatchObject({ id: 'front-2', name: 'Rear' });
    expect(view(removeOption(draft, key))?.options).toHaveLength(2);
  });
});

describe('skeletons', () => {
  const person = {
    joints: ['head', 'neck', 'hip'],
    edges: [
      [0, 1],
      [1, 2],
    ] as [number, number][],
  };

  test('edges follow their joints', () => {
    expect(removeJoint(person, 0)).toEqual({ joints: ['neck', 'hip'], edges: [[0, 1]] });
    expect(moveJoint(person, 0, 2)).toEqual({
      joints: ['neck', 'hip', 'head'],
      edges: [
        [2, 0],
        [0, 1],
      ],
    });
  });

  test('a pair of joints has one edge, and none with itself', () => {
    expect(addEdge(person, 2, 0).edges).toHaveLength(3);
    expect(addEdge(person, 1, 0).edges).toHaveLength(2);
    expect(addEdge(person, 1, 1).edges).toHaveLength(2);
    expect(addEdge(person, 1, 9).edges).toHaveLength(2);
  });
});
