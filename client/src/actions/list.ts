/** Every action, in the order of menus and help. */

import type { Editor } from '../editor/editor';
import type { ToolId } from '../editor/state';
import { boxShape } from '../editor/tools/box';
import { lineShape } from '../editor/tools/polygon';
import type { Action } from './registry';
import { reviewActions } from './review-actions';

const hasSelection = (editor: Editor): boolean => editor.selection.get().length > 0;

function tool(id: ToolId, label: string, key: string, extra: Partial<Action> = {}): Action {
  return { id: `tool.${id}`, label, group: 'tools', keys: [key], run: (editor) => editor.setTool(id), ...extra };
}

const NUDGES = [
  ['left', 'ArrowLeft', -1, 0],
  ['right', 'ArrowRight', 1, 0],
  ['up', 'ArrowUp', 0, -1],
  ['down', 'ArrowDown', 0, 1],
] as const;

const nudges: Action[] = NUDGES.flatMap(([name, key, dx, dy]) =>
  [1, 10].map(
    (pixels): Action => ({
      id: `edit.nudge_${name}${pixels === 1 ? '' : `_${pixels}`}`,
      label: `Move ${name} by ${pixels} px`,
      group: 'edit',
      keys: [pixels === 1 ? key : `Shift+${key}`],
      // In review, the arrow keys step through the labels.
      when: ['annotate', 'review_edit'],
      enabled: hasSelection,
      run: (editor) => editor.nudge(dx * pixels, dy * pixels),
    }),
  ),
);

/** Sets the class of the selection and of the next new label. */
const classes: Action[] = Array.from({ length: 9 }, (_, index) => {
  const classAt = (editor: Editor) => editor.task.get().ontology.classes[index];
  return {
    id: `class.use_${index + 1}`,
    label: `Use class ${index + 1}`,
    group: 'labels',
    keys: [String(index + 1)],
    enabled: (editor) => classAt(editor) !== undefined,
    run: (editor) => {
      const cls = classAt(editor);
      if (cls === undefined) return;
      if (hasSelection(editor)) editor.setClass(editor.selection.get(), cls.id);
      editor.setActiveClass(cls.id);
    },
  } satisfies Action;
});

function issueOfSelected(editor: Editor): string | undefined {
  return editor.labelIssues.get().get(editor.selection.get().at(-1) ?? '')?.first;
}

export const actions: readonly Action[] = [
  tool('select', 'Select and move', 'V', { allowedReadOnly: true }),
  tool('box', 'Draw a box', 'R', {
    enabled: (editor) => editor.task.get().ontology.classes.some((cls) => boxShape(cls) !== null),
  }),
  tool('polygon', 'Draw a polygon', 'P', {
    enabled: (editor) => editor.task.get().ontology.classes.some((cls) => lineShape(cls) !== null),
  }),
  tool('pan', 'Move the view', 'H', { allowedReadOnly: true }),
  tool('pin', 'Pin an issue', 'C', {
    allowedReadOnly: true,
    enabled: (editor) => editor.issuesDisabledReason() === null,
  }),

  {
    id: 'edit.undo',
    label: 'Undo',
    group: 'edit',
    keys: ['Mod+Z'],
    // The history itself decides what can be undone: a verdict needs no lock.
    allowedReadOnly: true,
    enabled: (editor) => editor.history.get().canUndo,
    run: (editor) => editor.undo(),
  },
  {
    id: 'edit.redo',
    label: 'Redo',
    group: 'edit',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    allowedReadOnly: true,
    enabled: (editor) => editor.history.get().canRedo,
    run: (editor) => editor.redo(),
  },
  {
    id: 'edit.delete',
    label: 'Delete the selected labels',
    group: 'edit',
    keys: ['Delete', 'Backspace'],
    enabled: (editor) => hasSelection(editor) || editor.tool.get().state !== 'idle',
    run: (editor) => {
      // While drawing, this removes the last point instead.
      if (!editor.stepToolBack()) editor.deleteLabels(editor.selection.get());
    },
  },
  {
    id: 'edit.duplicate',
    label: 'Duplicate',
    group: 'edit',
    keys: ['Mod+D'],
    enabled: hasSelection,
    run: (editor) => editor.duplicate(),
  },
  {
    id: 'edit.to_front',
    label: 'Bring to front',
    group: 'edit',
    keys: [']'],
    enabled: hasSelection,
    run: (editor) => editor.restack('front'),
  },
  {
    id: 'edit.to_back',
    label: 'Send to back',
    group: 'edit',
    keys: ['['],
    enabled: hasSelection,
    run: (editor) => editor.restack('back'),
  },
  ...nudges,

  {
    id: 'labels.select_all',
    label: 'Select all labels',
    group: 'labels',
    keys: ['Mod+A'],
    allowedReadOnly: true,
    run: (editor) => editor.selectAll(),
  },
  {
    id: 'labels.next',
    label: 'Next label',
    group: 'labels',
    keys: ['Tab'],
    allowedReadOnly: true,
    run: (editor) => editor.selectNext(1),
  },
  {
    id: 'labels.previous',
    label: 'Previous label',
    group: 'labels',
    keys: ['Shift+Tab'],
    allowedReadOnly: true,
    run: (editor) => editor.selectNext(-1),
  },
  {
    id: 'labels.toggle_hidden',
    label: 'Show or hide the selected labels',
    group: 'labels',
    keys: ['Shift+H'],
    allowedReadOnly: true,
    enabled: hasSelection,
    run: (editor) => {
      const selected = editor.selection.get();
      const hidden = new Set(editor.view.get().hiddenLabels);
      const hide = selected.some((id) => !hidden.has(id));
      for (const id of selected) {
        if (hide) hidden.add(id);
        else hidden.delete(id);
      }
      editor.changeView({ hiddenLabels: hidden });
    },
  },
  ...classes,

  ...reviewActions,

  {
    id: 'view.zoom_in',
    label: 'Zoom in',
    group: 'view',
    keys: ['+', '='],
    allowedReadOnly: true,
    run: (editor) => editor.zoomBy(1.25),
  },
  {
    id: 'view.zoom_out',
    label: 'Zoom out',
    group: 'view',
    keys: ['-'],
    allowedReadOnly: true,
    run: (editor) => editor.zoomBy(0.8),
  },
  {
    id: 'view.fit',
    label: 'Fit the image',
    group: 'view',
    keys: ['F'],
    allowedReadOnly: true,
    run: (editor) => editor.fit(),
  },
  {
    id: 'view.actual_size',
    label: 'Actual size (100 %)',
    group: 'view',
    keys: ['0'],
    allowedReadOnly: true,
    run: (editor) => editor.actualSize(),
  },
  {
    id: 'view.zoom_to_label',
    label: 'Zoom to the selected label',
    group: 'view',
    keys: ['Z'],
    allowedReadOnly: true,
    enabled: hasSelection,
    run: (editor) => {
      const last = editor.selection.get().at(-1);
      if (last !== undefined) editor.zoomToLabel(last);
    },
  },
  {
    id: 'view.toggle_labels',
    label: 'Show or hide all labels',
    group: 'view',
    keys: ['L'],
    allowedReadOnly: true,
    run: (editor) => editor.changeView({ labelsHidden: !editor.view.get().labelsHidden }),
  },
  {
    id: 'view.toggle_names',
    label: 'Show or hide class names',
    group: 'view',
    keys: ['I'],
    allowedReadOnly: true,
    run: (editor) => editor.changeView({ showClassNames: !editor.view.get().showClassNames }),
  },
  {
    id: 'view.unfollow',
    label: 'Stop following',
    group: 'view',
    keys: [],
    allowedReadOnly: true,
    enabled: (editor) => editor.following.get() !== null,
    run: (editor) => editor.follow(null),
  },

  {
    id: 'issues.new',
    label: 'New issue',
    group: 'issues',
    // Most browsers keep Ctrl+N for themselves.
    keys: ['Mod+N', 'Alt+N'],
    allowedReadOnly: true,
    enabled: (editor) => editor.issuesDisabledReason() === null,
    run: (editor) => editor.startIssue({ kind: 'file' }),
  },
  {
    id: 'issues.of_label',
    label: 'Open the issue on the selected label',
    group: 'issues',
    keys: ['Shift+M'],
    allowedReadOnly: true,
    enabled: (editor) => issueOfSelected(editor) !== undefined,
    run: (editor) => editor.setActiveIssue(issueOfSelected(editor) ?? null),
  },

  {
    id: 'general.confirm',
    label: 'Finish drawing',
    group: 'general',
    keys: ['Enter'],
    allowedReadOnly: true,
    enabled: (editor) => editor.tool.get().state !== 'idle',
    run: (editor) => editor.confirmTool(),
  },
  {
    id: 'general.back_out',
    label: 'Cancel or go back one step',
    group: 'general',
    keys: ['Escape'],
    allowedReadOnly: true,
    run: (editor) => editor.backOut(),
  },
  {
    id: 'general.save',
    label: 'Confirm that everything is saved',
    group: 'general',
    keys: ['Mod+S'],
    allowedReadOnly: true,
    run: (editor) => editor.confirmSaved(),
  },
  {
    id: 'lock.acquire',
    label: 'Start editing',
    group: 'general',
    keys: [],
    allowedReadOnly: true,
    enabled: (editor) => editor.access.get().can_write && editor.lock.get().status === 'free',
    run: (editor) => editor.acquireLock(),
  },
  {
    id: 'lock.take_over',
    label: 'Take over editing in this tab',
    group: 'general',
    keys: [],
    allowedReadOnly: true,
    enabled: (editor) => editor.access.get().can_write && editor.lock.get().status === 'other_tab',
    run: (editor) => editor.takeOver(),
  },
  {
    id: 'lock.request',
    label: 'Ask to edit',
    group: 'general',
    keys: [],
    allowedReadOnly: true,
    enabled: (editor) => editor.access.get().can_write && editor.lock.get().status === 'other_user',
    run: (editor) => editor.requestLock(),
  },
  {
    id: 'lock.release',
    label: 'Stop editing',
    group: 'general',
    keys: [],
    allowedReadOnly: true,
    enabled: (editor) => editor.lock.get().status === 'mine',
    run: (editor) => editor.releaseLock(),
  },
];
