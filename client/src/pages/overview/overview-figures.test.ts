import { describe, expect, it } from 'vitest';
import type { OverviewPerson } from '../../protocol/types';
import { funnel, percent, rejectedClasses, rejectedTags, sortByActivity } from './overview-figures';

const COUNTS = { annotate: 10, review: 0, acceptance: 4, complete: 6 };

describe('F10 figures of the overview', () => {
  it('items at a stage or past it have reached it, for the stages of the task', () => {
    expect(funnel(COUNTS, ['annotate', 'acceptance', 'complete'])).toEqual([
      { stage: 'annotate', here: 10, reached: 20 },
      { stage: 'acceptance', here: 4, reached: 10 },
      { stage: 'complete', here: 6, reached: 6 },
    ]);
  });

  it('a small or almost complete share is not rounded to 0 % or 100 %', () => {
    expect([percent(0, 0), percent(0, 9), percent(1, 1000), percent(1, 3), percent(999, 1000), percent(5, 5)]).toEqual([
      '0 %',
      '0 %',
      '< 1 %',
      '33 %',
      '> 99 %',
      '100 %',
    ]);
  });

  it('rejections are sorted by count, and removed classes are named by their id', () => {
    const ontology = { classes: [{ id: 'c1', name: 'Car', color: '#112233', shapes: [] }] };
    const classes = rejectedClasses(
      [
        { class: 'gone', labels: 2 },
        { class: 'c1', labels: 5 },
      ],
      ontology,
    );
    expect(classes).toEqual([
      { id: 'c1', name: 'Car', color: '#112233', count: 5 },
      { id: 'gone', name: 'gone', color: null, count: 2 },
    ]);
    const tags = rejectedTags(
      [
        { tag: '', items: 3 },
        { tag: 't', items: 1 },
      ],
      [{ id: 't', name: 'Blurry', color: '#445566' }],
    );
    expect(tags.map(({ name, count }) => [name, count])).toEqual([
      ['No tag', 3],
      ['Blurry', 1],
    ]);
  });

  it('the busiest people come first, ties in order of name', () => {
    const someone = (name: string, submitted: number): OverviewPerson => ({
      person: { id: name, name, color: '#000000' },
      ...{ submitted, approved: 1, accepted: 0, rejected: 0, returned: 9 },
    });
    expect(
      sortByActivity([someone('Cy', 1), someone('Bo', 7), someone('Al', 1)]).map((each) => each.person.name),
    ).toEqual(['Bo', 'Al', 'Cy']);
  });
});
