import { describe, expect, it } from 'vitest';
import type { OntologyClass } from '../protocol/labels';
import type { ClassGroup } from './state';
import { nextPending, reviewOrder, stepFrom } from './stepping';

const group = (id: string, ids: string[]): ClassGroup => ({
  class: { id, name: id, color: '#000000', shapes: ['box'] } as OntologyClass,
  key: 1,
  labels: ids.map((each) => ({
    id: each,
    class: id,
    shape: 'box',
    geometry: { x: 0, y: 0, w: 1, h: 1 },
    attributes: {},
    z: 0,
    outside: false,
  })),
});
const groups = [group('car', ['a', 'b', 'c']), group('bus', ['d', 'e'])];
const pending =
  (...ids: string[]) =>
  (id: string) =>
    ids.includes(id);

describe('F39 stepping', () => {
  it('goes through the pending labels, then the judged ones, and wraps around', () => {
    const order = reviewOrder(groups, pending('b', 'd', 'e'));
    expect(order).toEqual(['b', 'd', 'e', 'a', 'c']);
    expect(stepFrom(order, 'e', 1)).toBe('a');
    expect(stepFrom(order, 'c', 1)).toBe('b');
    expect(stepFrom(order, 'b', -1)).toBe('c');
    expect(stepFrom(order, undefined, -1)).toBe('c');
    expect(stepFrom(order, 'gone', 1)).toBe('b');
    expect(stepFrom([], 'a', 1)).toBeUndefined();
  });

  it('goes to the next pending label after a verdict', () => {
    expect(nextPending(groups, pending('a', 'c', 'e'), ['b'])).toBe('c');
    expect(nextPending(groups, pending('a', 'e'), ['b', 'c'])).toBe('e');
  });

  it('wraps around to the top, and ends when all are judged', () => {
    expect(nextPending(groups, pending('a'), ['e'])).toBe('a');
    expect(nextPending(groups, pending(), ['e'])).toBeUndefined();
    expect(nextPending(groups, pending('a'), ['a'])).toBeUndefined();
  });
});
