import { describe, expect, it } from 'vitest';
import type { Issue } from '../protocol/issues';
import type { Json, Label, Ontology } from '../protocol/labels';
import { IssueBoard, issuesDisabledReason, labelIssuesOf, openableKinds } from './issue-board';

const ontology: Ontology = {
  classes: [
    {
      id: 'car',
      name: 'Car',
      color: '#112233',
      shapes: ['box'],
      attributes: [{ id: 'make', name: 'Make', kind: 'text', required: true }],
    },
    { id: 'road', name: 'Road', color: '#445566', shapes: ['box'] },
    { id: 'scene', name: 'Scene', color: '#445566', shapes: ['box'], required: true },
  ],
};

const label = (cls: string, attributes: { [id: string]: Json } = {}): Label => ({
  class: cls,
  shape: 'box',
  z: 0,
  frames: { 0: { geometry: { x: 1, y: 1, w: 5, h: 5 }, outside: false } },
  attributes,
});
const issue = (id: string, more: Partial<Issue> = {}): Issue => ({
  id,
  kind: 'file',
  state: 'open',
  by: 'bo',
  by_name: 'Bo',
  at: '2026-01-01T00:00:00Z',
  comments: [],
  ...more,
});
const missing = (id: string, more: Partial<Issue> = {}) =>
  issue(id, { kind: 'task_requirement', by: undefined, ...more });

describe('the issues as shown', () => {
  it('F93 a missing requirement is an open issue without being stored, and disappears once it is met', () => {
    const board = new IssueBoard(ontology, false);
    const labels = new Map([['a', label('car')]]);
    expect(board.refresh(['a'], labels)).toBe(true);
    const shown = (stored: readonly Issue[] = []) => board.state(stored, 'annotate');
    expect(shown().all.map(({ id, state, derived }) => [id, state, derived])).toEqual([
      ['required:scene', 'open', true],
      ['required:a:make', 'open', true],
    ]);
    labels.set('b', label('scene'));
    expect(board.refresh(['b'], labels)).toBe(true);
    labels.set('a', label('car', { make: 'Saab' }));
    expect(board.refresh(['a'], labels)).toBe(true);
    expect(shown().all).toEqual([]);
    // The label of a required class is removed: the class is missing again.
    labels.delete('b');
    board.refresh(['b'], labels);
    labels.set('a', label('road'));
    board.refresh(['a'], labels);
    expect(shown([issue('x')]).all.map(({ id }) => id)).toEqual(['required:scene', 'x']);
    expect(shown([issue('x')]).open).toBe(2);
  });

  it('F93 a stored requirement issue shows the state of the labels', () => {
    const board = new IssueBoard(ontology, false);
    board.refresh(['a'], new Map([['a', label('car')]]));
    const stored = [
      missing('required:scene', { class: 'scene' }),
      missing('required:a:make', { label: 'a', attribute: 'make', state: 'resolved' }),
      missing('required:gone:make', { label: 'gone', attribute: 'make' }),
    ];
    const states = (stage: 'annotate' | 'complete') =>
      board.state(stored, stage).all.map(({ id, state, derived }) => [id, state, derived ?? false]);
    expect(states('annotate')).toEqual([
      ['required:scene', 'open', false],
      ['required:a:make', 'open', false],
      ['required:gone:make', 'resolved', false],
    ]);
    // Nothing is required of a complete item: the stored state is shown.
    expect(states('complete').map(([, state]) => state)).toEqual(['open', 'resolved', 'open']);
    expect(board.state(stored, undefined).all).toBe(stored);
  });

  it('an edit without effect on the issues reports so, and the same requirement is the same object', () => {
    const board = new IssueBoard(ontology, false);
    const labels = new Map(Array.from({ length: 5_000 }, (_, n) => [`l${n}`, label('car')] as const));
    board.refresh(labels.keys(), labels);
    const before = board.state([], 'review');
    labels.set('l7', { ...label('car'), z: 3 });
    expect(board.refresh(['l7'], labels)).toBe(false);
    labels.set('l7', label('car', { make: 'Saab' }));
    expect(board.refresh(['l7'], labels)).toBe(true);
    const after = board.state([], 'review');
    expect(after.open).toBe(before.open - 1);
    expect(after.byId.get('required:l8:make')).toBe(before.byId.get('required:l8:make'));
  });

  it('F94 F95 annotators of a consensus task see only requirements, and cannot open issues', () => {
    const board = new IssueBoard(ontology, true);
    const stored = [issue('x'), missing('required:scene', { class: 'scene' })];
    expect(board.state(stored, 'annotate').all.map(({ id }) => id)).toEqual(['required:scene']);
    expect(board.state(stored, 'annotate').open).toBe(1);
    expect(board.state(stored, 'review').all).toHaveLength(2);
    expect(issuesDisabledReason(true, 'annotate', true)).toMatch(/without comments/);
    expect(issuesDisabledReason(true, 'review', true)).toBeNull();
    expect(issuesDisabledReason(false, 'annotate', true)).toBeNull();
    expect(issuesDisabledReason(false, 'annotate', false)).toMatch(/only view/);
  });

  it('F88 counts the issues about a label, and finds the one to open', () => {
    const all = [
      missing('needs', { label: 'a' }),
      issue('new', { label: 'a', state: 'resolved' }),
      issue('open', { label: 'a' }),
      issue('old', { label: 'a' }),
      issue('done', { label: 'b', state: 'resolved' }),
      issue('older', { label: 'b', state: 'resolved' }),
      issue('item'),
    ];
    expect([...labelIssuesOf(all)]).toMatchObject([
      ['a', { open: 3, resolved: 1, first: 'open' }],
      ['b', { open: 0, resolved: 2, first: 'done' }],
    ]);
  });

  it('F91 F92 issues about frames need several frames, and ranges need review or acceptance', () => {
    expect(openableKinds('review', 1)).toEqual(['file', 'pinned']);
    expect(openableKinds('annotate', 2)).toEqual(['file', 'pinned', 'frame']);
    for (const stage of ['review', 'acceptance'] as const) {
      expect(openableKinds(stage, 2)).toEqual(['file', 'pinned', 'frame', 'frame_range']);
    }
  });
});
