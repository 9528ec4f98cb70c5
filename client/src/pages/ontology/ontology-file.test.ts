// Reading and writing ontology files.
import { expect, test } from 'vitest';
import type { Ontology } from '../../protocol/labels';
import { readOntology, writeOntology } from './ontology-file';

const CAR = { id: 'car', name: 'Car', color: '#0072b2', shapes: ['box'] };
const read = (value: unknown) => readOntology(JSON.stringify(value));

test('a written ontology is read again, bare or inside a task', () => {
  const ontology: Ontology = {
    classes: [
      {
        ...CAR,
        shapes: ['box', 'skeleton'],
        skeleton: { joints: ['a', 'b'], edges: [[0, 1]] },
        required: true,
        attributes: [
          {
            id: 'v',
            name: 'View',
            kind: 'checklist',
            required: true,
            per_frame: true,
            options: [
              {
                id: 'o',
                name: 'O',
                attributes: [{ id: 'n', name: 'N', kind: 'number', required: false, per_frame: false, max: 3 }],
              },
            ],
          },
        ],
      },
    ],
  };
  expect(readOntology(writeOntology(ontology))).toEqual({ ontology });
  expect(read({ ontology: { classes: [CAR] } })).toMatchObject({ ontology: { classes: [{ id: 'car' }] } });
});

test('an invalid file gives the reason and the place', () => {
  expect(readOntology('{')).toEqual({ error: 'The file is not valid JSON.' });
  expect(read([])).toEqual({ error: 'The file is not an object.' });
  expect(read({ categories: [] })).toEqual({
    error: 'The file has no classes. An ontology has the form {"classes": […]}.',
  });
  expect(read({ classes: [{ ...CAR, shapes: ['circle'] }] })).toEqual({
    error: 'Class “Car”: unknown shape "circle".',
  });
  expect(read({ classes: [CAR, { ...CAR, name: 7 }] })).toEqual({ error: 'Class 2: name is not text.' });
  const attribute = { id: 'a', name: 'A', kind: 'slider' };
  expect(read({ classes: [{ ...CAR, attributes: [attribute] }] })).toEqual({
    error: 'Class “Car”, attribute “A”: unknown kind "slider".',
  });
});
