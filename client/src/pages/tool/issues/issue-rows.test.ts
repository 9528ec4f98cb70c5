import { describe, expect, it } from 'vitest';
import type { ShownIssue } from '../../../editor/state';
import { issueRows } from './issue-rows';

const issue = (id: string, more: Partial<ShownIssue> = {}): ShownIssue => ({
  id,
  kind: 'file',
  state: 'open',
  at: '',
  comments: [],
  ...more,
});
const missing = (count: number, more: Partial<ShownIssue> = {}) =>
  Array.from({ length: count }, (_, n) => issue(`m${n}`, { kind: 'task_requirement', ...more }));
const keys = (...args: Parameters<typeof issueRows>) => issueRows(...args).map((row) => `${row.kind} ${row.key}`);

describe('F85 F93 the rows of the issues pane', () => {
  it('requirements come first and collapse after the first three', () => {
    expect(keys([...missing(6), issue('x')], false, null)).toEqual([
      'group requirements',
      'requirement m0',
      'requirement m1',
      'requirement m2',
      'more more',
      'issue x',
    ]);
    expect(keys(missing(6), true, null)).toHaveLength(8);
    expect(keys(missing(4), false, null)).toHaveLength(5);
    expect(keys([issue('x')], false, null)).toEqual(['issue x']);
  });

  it('an active requirement is shown even when collapsed, and as an issue card once it is stored', () => {
    expect(keys(missing(6), false, 'm5')).toContain('issue m5');
    expect(keys(missing(6, { derived: true }), false, 'm5')).toContain('requirement m5');
  });

  it('open requirements come before resolved ones', () => {
    const all = missing(2);
    expect(keys([{ ...all[0]!, state: 'resolved' }, all[1]!], false, null).slice(1)).toEqual([
      'requirement m1',
      'requirement m0',
    ]);
  });
});
