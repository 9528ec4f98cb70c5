import { expect, test } from 'vitest';
import { MAX_NAME_CHARS } from '../../protocol/limits';
import { readAuditSearch } from '../audit/audit-search';
import { readItemFilter } from './item-filter';
import { mergePeople } from './merge-people';
import { idPart, omitUndefined, textPart } from './search-params';

test('a part of a URL is read as text, whatever it holds', () => {
  expect([idPart('a'), idPart(7), idPart(true)]).toEqual(['a', '7', 'true']);
  expect([idPart(''), idPart(null), idPart({ a: 1 }), idPart([])]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(textPart('x'.repeat(MAX_NAME_CHARS + 1))).toHaveLength(MAX_NAME_CHARS);
  expect(idPart('x'.repeat(MAX_NAME_CHARS + 1))).toBeUndefined();
  expect(omitUndefined({ a: 1, b: undefined })).toEqual({ a: 1 });
});

test('F6 a class id can be as long as an ontology allows', () => {
  const id = 'c'.repeat(MAX_NAME_CHARS);
  expect(readItemFilter({ class: id })).toEqual({ class: id });
});

test('N11 the audit log keeps the valid parts of its URL', () => {
  expect(readAuditSearch({ action: 'item.accept', by: '', item: {}, from: '2026-03-01', to: 'soon' })).toEqual({
    action: 'item.accept',
    from: '2026-03-01',
  });
});

test('people who have left can still be chosen if they are in the list', () => {
  const person = (name: string) => ({ id: name, name, color: '#000000' });
  expect(mergePeople([person('Cy'), person('Al')], [person('Bo'), null, person('Al')]).map(({ name }) => name)).toEqual(
    ['Al', 'Bo', 'Cy'],
  );
});
