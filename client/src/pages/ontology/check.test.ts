// The problems of an ontology that cannot be saved.
import { expect, test } from 'vitest';
import { problemsOf } from './check';
import { toDraft } from './draft';

const car = { id: 'car', name: 'Car', color: '#0072b2', shapes: ['box' as const] };

function said(...classes: Parameters<typeof toDraft>[0]['classes']): string[] {
  return problemsOf(toDraft({ classes })).map(({ field, message }) => `${field}: ${message}`);
}

test('a complete ontology has no problems', () => {
  expect(said(car)).toEqual([]);
});

test('names, ids, colours and shapes', () => {
  expect(said({ ...car, name: ' ', id: '', color: 'blue', shapes: [] })).toEqual([
    'name: Enter a name.',
    'id: Enter an id.',
    'color: Enter a colour as #rrggbb.',
    'shapes: Choose at least one shape.',
  ]);
  expect(said(car, { ...car, name: 'x'.repeat(256) })).toEqual([
    'id: Another class has this id.',
    'name: At most 255 characters.',
    'id: Another class has this id.',
  ]);
});

test('a skeleton needs named joints, and its edges must join existing ones', () => {
  const skeleton = { ...car, shapes: ['skeleton' as const] };
  expect(said(skeleton)).toEqual(['skeleton: A skeleton needs joints.']);
  expect(said({ ...skeleton, skeleton: { joints: ['a'], edges: [[0, 1]] } })).toEqual([
    'skeleton: A line leads to a joint that does not exist.',
  ]);
  expect(said({ ...skeleton, skeleton: { joints: ['a', ' '], edges: [] } })).toEqual([
    'skeleton: Each joint needs a name.',
  ]);
});

test('attribute ids are unique in the whole ontology, option ids in their attribute', () => {
  const attribute = { id: 'a', name: 'A', kind: 'text' as const, required: false, per_frame: false };
  const radio = (options: readonly { id: string; name: string }[]) => ({
    ...attribute,
    id: 'r',
    kind: 'radio' as const,
    options,
  });
  expect(said({ ...car, attributes: [attribute] }, { ...car, id: 'bus', attributes: [attribute] })).toEqual([
    'id: Another attribute in the ontology has this id.',
    'id: Another attribute in the ontology has this id.',
  ]);
  expect(said({ ...car, attributes: [radio([])] })).toEqual(['options: Add at least one option.']);
  const twice = { id: 'o', name: 'O' };
  expect(said({ ...car, attributes: [radio([twice, twice])] })).toEqual([
    'id: Another option has this id.',
    'id: Another option has this id.',
  ]);
  const many = Array.from({ length: 129 }, (_, n) => ({ ...attribute, id: `a${n}` }));
  expect(said({ ...car, attributes: many })).toEqual([
    'attributes: A class has at most 128 attributes, including nested ones.',
  ]);
  const range = { ...attribute, kind: 'number' as const, min: 5, max: 1 };
  expect(said({ ...car, attributes: [range] })).toEqual(['range: The minimum is greater than the maximum.']);
});
