import { beforeEach, describe, expect, it } from 'vitest';
import { ItemModel } from '../model/item-model';
import type { JudgeCommand, VerdictKind } from '../protocol/review';
import { History } from './history';

const box = (x: number) => ({ geometry: { x, y: 0, w: 5, h: 5 }, outside: false });
const label = { class: 'car', shape: 'box', z: 0, frames: { 0: box(0) }, attributes: {} } as const;

let model: ItemModel;
let history: History;
let verdicts: Map<string, VerdictKind>;
let sent: JudgeCommand[];
let mayEdit: boolean;

beforeEach(() => {
  model = new ItemModel();
  verdicts = new Map();
  sent = [];
  mayEdit = true;
  history = new History({
    model,
    mayEdit: () => mayEdit,
    mayJudge: () => true,
    verdictOf: (id) => verdicts.get(id),
    send: (command) => {
      sent.push(command);
      for (const id of command.labels) {
        if (command.verdict === 'pending') verdicts.delete(id);
        else verdicts.set(id, command.verdict);
      }
    },
  });
  model.create({ a: label, b: label, c: label }, true);
  model.onChange((change) => change.history && history.onEdits());
});

const move = (x: number) => model.setGeometry([{ id: 'a', frame: 0, geometry: { x, y: 0, w: 5, h: 5 } }], 'drag');
const place = () => model.labels.get('a')?.frames[0]?.geometry;
const last = () => sent.at(-1);

describe('undo', () => {
  it('restores the previous verdict of each label', () => {
    verdicts.set('b', 'rejected');
    history.judge({ verdict: 'approved', labels: ['a', 'b'] });
    expect(history.undo()).toEqual({ labels: ['a', 'b'] });
    expect(sent.slice(1)).toEqual([
      { verdict: 'pending', labels: ['a'] },
      { verdict: 'rejected', labels: ['b'] },
    ]);
    expect(history.redo()).toEqual({ labels: ['a', 'b'] });
    expect(last()).toEqual({ verdict: 'approved', labels: ['a', 'b'] });
    expect(history.state).toEqual({ canUndo: true, canRedo: false });
  });

  it('undoes and redoes edits and verdicts in one order', () => {
    move(1);
    history.judge({ verdict: 'approved', labels: ['b'] });
    move(2);
    history.undo();
    expect(place()).toMatchObject({ x: 1 });
    history.undo();
    expect(verdicts.get('b')).toBeUndefined();
    expect(place()).toMatchObject({ x: 1 });
    history.undo();
    expect(place()).toMatchObject({ x: 0 });
    expect(history.state).toEqual({ canUndo: false, canRedo: true });
    history.redo();
    expect(place()).toMatchObject({ x: 1 });
    history.redo();
    expect(verdicts.get('b')).toBe('approved');
    history.redo();
    expect(place()).toMatchObject({ x: 2 });
    expect(history.state).toEqual({ canUndo: true, canRedo: false });
  });

  it('a new edit or verdict clears the redo steps', () => {
    move(1);
    history.undo();
    history.judge({ verdict: 'approved', labels: ['b'] });
    expect(history.state.canRedo).toBe(false);
    history.undo();
    expect(history.state.canRedo).toBe(true);
    move(3);
    expect(history.state.canRedo).toBe(false);
  });

  it('leaves labels alone that another user has judged since', () => {
    history.judge({ verdict: 'approved', labels: ['a', 'b'] });
    verdicts.set('a', 'rejected');
    expect(history.undo()).toEqual({ labels: ['b'] });
    expect(verdicts.get('a')).toBe('rejected');
    history.judge({ verdict: 'approved', labels: ['c'] });
    verdicts.set('c', 'rejected');
    expect(history.undo()).toEqual({ labels: [] });
  });

  it('forgets refused commands', () => {
    const command = { verdict: 'approved', labels: ['a'] } as const;
    history.judge(command);
    history.refused([command]);
    expect(history.state.canUndo).toBe(false);
  });

  it('a verdict needs no permission to edit, an edit does', () => {
    move(1);
    mayEdit = false;
    expect(history.state.canUndo).toBe(false);
    history.judge({ verdict: 'approved', labels: ['a'] });
    expect(history.state.canUndo).toBe(true);
    history.undo();
    expect(history.undo()).toBeNull();
    expect(place()).toMatchObject({ x: 1 });
  });
});
