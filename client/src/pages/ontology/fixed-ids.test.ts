// Fixed ids, and the summary of an edit.
import { expect, test } from 'vitest';
import type { Ontology } from '../../protocol/labels';
import { toDraft, toOntology } from './draft';
import { addClass, changeClass, moveClass, removeClass } from './edit-classes';
import { fixedIds, summarizeChanges } from './fixed-ids';

const saved: Ontology = toOntology(
  toDraft({
    classes: [
      {
        id: 'car',
        name: 'Car',
        color: '#0072b2',
        shapes: ['box'],
        attributes: [
          {
            id: 'view',
            name: 'View',
            kind: 'radio',
            options: [{ id: 'front', name: 'Front', attributes: [{ id: 'lit', name: 'Lit', kind: 'text' }] }],
          },
        ],
      },
      { id: 'bus', name: 'Bus', color: '#d55e00', shapes: ['box'] },
    ],
  }),
);

test('the ids of classes, attributes and options are fixed at any depth', () => {
  const { classes, attributes, options } = fixedIds(saved);
  expect([...classes]).toEqual(['car', 'bus']);
  expect([...attributes]).toEqual(['view', 'lit']);
  expect([...options]).toEqual(['view/front']);
});

test('an edit is summarised by what it adds, changes and removes', () => {
  const draft = toDraft(saved);
  const [car, bus] = draft.classes.map(({ key }) => key) as [number, number];
  expect(summarizeChanges(saved, draft)).toBeNull();
  expect(summarizeChanges(saved, moveClass(draft, bus, 0))).toBe('Order changed');
  const edited = changeClass(removeClass(addClass(draft, 'Van').draft, bus), car, { required: true });
  expect(summarizeChanges(saved, edited)).toBe('1 class added, 1 class changed, 1 class removed');
});
