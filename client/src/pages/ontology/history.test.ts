// Undo in the ontology editor.
import { expect, test } from 'vitest';
import { createHistory, endStep, record, redo, undo } from './history';

test('changes to one field are one step, and another field starts a new one', () => {
  let history = createHistory('');
  for (const text of ['c', 'ca', 'car']) history = record(history, text, 'name');
  history = record(history, 'car!', 'id');
  expect(undo(history).present).toBe('car');
  expect(undo(undo(history)).present).toBe('');
  expect(redo(undo(history)).present).toBe('car!');
});

test('a field that was left starts a new step', () => {
  let history = record(createHistory(''), 'a', 'name');
  history = record(endStep(history), 'ab', 'name');
  expect(undo(history).present).toBe('a');
});

test('a change after an undo clears the redo steps', () => {
  let history = record(createHistory(1), 2);
  history = record(undo(history), 3);
  expect(redo(history).present).toBe(3);
  expect(undo(history).present).toBe(1);
  expect(undo(undo(history)).present).toBe(1);
  // Recording the same value adds no step.
  expect(record(history, history.present)).toBe(history);
});
