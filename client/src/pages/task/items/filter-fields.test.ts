// The fields of the list's filter.
import { expect, test } from 'vitest';
import type { ItemFilter, Member } from '../../../protocol/types';
import { activeChoices, type Context, FIELDS } from './filter-fields';

const member = (id: string, name: string): Member =>
  ({ email: `${id}@example.org`, person: { id, name, color: '#000000' }, roles: ['annotator'] }) as Member;
const context: Context = {
  me: 'bo',
  members: [member('ana', 'Ana'), member('bo', 'Bo')],
  classes: [],
  samples: [],
  reviews: 1,
};
const field = (key: string) => {
  const found = FIELDS.find((each) => each.key === key);
  if (!found) throw new Error(key);
  return found;
};

test('F5 F6 F7 F9 a choice is read back and dropped again, for every field', () => {
  const start: ItemFilter = { stage: 'review', q: 'p1' };
  const wide = { ...context, reviews: 2, classes: [{ id: 'c', name: 'car', color: '#fff', shapes: [] }] };
  for (const each of FIELDS.filter(({ key }) => key !== 'sample')) {
    const [choice] = each.choices(wide);
    if (!choice) throw new Error(each.key);
    const chosen = each.choose(start, choice.value);
    expect(each.read(chosen), each.key).toEqual([choice.value]);
    expect(each.drop(chosen, choice.value), each.key).toEqual(start);
  }
});

test('F7 activities add up and are dropped one by one', () => {
  const has = field('has');
  const both = has.choose(has.choose({}, 'comments'), 'violations');
  expect(both).toEqual({ has: 'comments,violations' });
  expect(has.drop(both, 'comments')).toEqual({ has: 'violations' });
});

test('F6 the choice of a lock holder replaces the choice of any lock, and the other way round', () => {
  const locked = field('locked');
  expect(locked.choose({ locked: true }, 'ana')).toEqual({ locked_by: 'ana' });
  expect(locked.choose({ locked_by: 'ana' }, 'anyone')).toEqual({ locked: true });
});

test('F5 I come first among people, and one who left the task still has a chip', () => {
  expect(
    field('annotator')
      .choices(context)
      .map(({ label }) => label),
  ).toEqual(['Bo (you)', 'Ana']);
  expect(activeChoices({ annotator: 'gone' }, context).map(({ label }) => label)).toEqual(['No longer in this task']);
});
