/** The reviewer's actions. */

import type { Editor } from '../editor/editor';
import type { EditorMode } from '../editor/state';
import type { Action } from './registry';

const JUDGING: readonly EditorMode[] = ['review', 'review_edit'];

const hasSelection = (editor: Editor): boolean => editor.selection.get().length > 0;
const hasPending = (editor: Editor): boolean => editor.pendingInFrame().length > 0;
const hasJudged = (editor: Editor): boolean => {
  const { verdicts } = editor.review.get();
  return editor.selection.get().some((id) => verdicts.has(id));
};

function judging(action: Omit<Action, 'group' | 'allowedReadOnly' | 'when'>, when = JUDGING): Action {
  return { ...action, group: 'review', allowedReadOnly: true, when };
}

export const reviewActions: readonly Action[] = [
  judging({
    id: 'review.approve',
    label: 'Approve the selected labels',
    keys: ['N'],
    enabled: hasSelection,
    run: (editor) => editor.judge('approved', editor.selection.get()),
  }),
  judging({
    id: 'review.reject',
    label: 'Reject the selected labels…',
    keys: ['B'],
    enabled: hasSelection,
    run: (editor) => editor.startReject(editor.selection.get()),
  }),
  judging({
    id: 'review.revert',
    label: 'Revert the selected labels to pending',
    keys: ['U'],
    enabled: hasJudged,
    run: (editor) => editor.judge('pending', editor.selection.get()),
  }),
  judging({
    id: 'review.approve_all',
    label: 'Approve all in frame',
    keys: ['Shift+N'],
    enabled: hasPending,
    run: (editor) => editor.judge('approved', editor.pendingInFrame()),
  }),
  judging({
    id: 'review.reject_all',
    label: 'Reject all in frame…',
    keys: ['Shift+B'],
    enabled: hasPending,
    run: (editor) => editor.startReject(editor.pendingInFrame()),
  }),
  judging(
    { id: 'review.next', label: 'Next label or attribute', keys: ['ArrowDown'], run: (editor) => editor.step(1) },
    ['review'],
  ),
  judging(
    {
      id: 'review.previous',
      label: 'Previous label or attribute',
      keys: ['ArrowUp'],
      run: (editor) => editor.step(-1),
    },
    ['review'],
  ),
  judging(
    {
      id: 'review.extend_next',
      label: 'Add the next label to the selection',
      keys: ['Shift+ArrowDown'],
      run: (editor) => editor.extendSelection(1),
    },
    ['review'],
  ),
  judging(
    {
      id: 'review.extend_previous',
      label: 'Add the previous label to the selection',
      keys: ['Shift+ArrowUp'],
      run: (editor) => editor.extendSelection(-1),
    },
    ['review'],
  ),
  judging({
    id: 'review.single_label',
    label: 'Single-label mode',
    keys: ['S'],
    run: (editor) => editor.setSingle(!editor.single.get()),
  }),
  judging({
    id: 'review.edit_labels',
    label: 'Edit labels, or save and return to review',
    keys: ['E'],
    run: (editor) => editor.setEditing(editor.mode.get() === 'review'),
  }),
];
