import { describe, expect, it } from 'vitest';
import { filterOf, readDatasetSearch } from './dataset-search';
import { filterText, type NameLookup } from './filter-text';

const NAMES: NameLookup = {
  task: (id) => (id === 't' ? 'Cars' : undefined),
  class: (id) => (id === 'c' ? 'Van' : undefined),
  person: (id) => (id === 'p' ? 'Ana' : undefined),
};
const say = (filter: Parameters<typeof filterText>[0]) => filterText(filter, NAMES);

describe('F28 the description of an export', () => {
  it('names every active filter and nothing else', () => {
    expect(say({})).toBe('All accepted results');
    expect(say({ task: 't', class: 'c' })).toBe('Accepted results of Cars with a label of class Van');
    expect(say({ q: 'p1', by: 'p' })).toBe('Accepted results with “p1” in the file name, accepted by Ana');
    expect(say({ by: 'p', from: '2026-03-03', to: '2026-03-09' })).toMatch(
      /^Accepted results, accepted by Ana from .*3.* to .*9/,
    );
  });

  it('handles deleted tasks, classes and users', () => {
    expect(say({ task: 'x', class: 'y', by: 'z' })).toBe(
      'Accepted results of a deleted task with a label of class y, accepted by a deleted user',
    );
  });
});

describe('a dataset’s view in the URL', () => {
  it('keeps the valid parts and drops the rest', () => {
    expect(
      readDatasetSearch({ task: 't', class: 7, q: '', from: 'soon', to: '2026-03-01', sort: 'accepted', version: 2 }),
    ).toEqual({ task: 't', class: '7', to: '2026-03-01' });
    expect(readDatasetSearch({ item: 'i', version: 2, sort: 'name' })).toEqual({ item: 'i', version: 2, sort: 'name' });
  });

  it('the selected item does not filter the results', () => {
    expect(filterOf({ q: 'a', item: 'i', version: 1, sort: 'name' })).toEqual({ q: 'a' });
  });
});
