// Short texts that say what an issue is about.
import type { Editor } from '../../../editor/editor';
import type { ShownIssue } from '../../../editor/state';
import { attributeOf } from '../../../kernels/attributes';
import type { IssueKind } from '../../../protocol/types';
import { labelName } from '../label-text';

export const KIND_LABEL: Record<IssueKind, string> = {
  label_rejection: 'Rejected label',
  file: 'Whole item',
  pinned: 'Pin',
  frame: 'Frame',
  frame_range: 'Frame range',
  task_requirement: 'Requirement',
};

/** Adds the article to a name: "a Car", "an Axle". */
function withArticle(name: string): string {
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
}

function requirementText(editor: Editor, issue: ShownIssue): string {
  const classes = editor.task.get().ontology.classes;
  if (issue.label === undefined) {
    return `The item needs ${withArticle(classes.find((cls) => cls.id === issue.class)?.name ?? 'label')}`;
  }
  const labelClass = classes.find((cls) => cls.id === editor.label(issue.label ?? '')?.class);
  const attribute = labelClass === undefined ? undefined : attributeOf(labelClass, issue.attribute ?? '');
  return `${labelName(editor, issue.label) ?? 'A deleted label'} needs “${attribute?.name ?? 'an attribute'}”`;
}

export function subjectOf(editor: Editor, issue: ShownIssue): string {
  switch (issue.kind) {
    case 'label_rejection':
      return `${labelName(editor, issue.label ?? '') ?? 'A deleted label'} rejected`;
    case 'file':
      return 'Whole item';
    case 'pinned':
      return 'Pinned';
    case 'frame':
      return `Frame ${issue.frames?.first ?? 0}`;
    case 'frame_range':
      return `Frames ${issue.frames?.first ?? 0}–${issue.frames?.last ?? 0}`;
    case 'task_requirement':
      return requirementText(editor, issue);
  }
}

/** Returns the label of the button that goes to what the issue is about, or `null` if it points nowhere. */
export function goToLabel(editor: Editor, issue: ShownIssue): string | null {
  if (issue.label !== undefined) {
    const name = labelName(editor, issue.label);
    return name === null ? null : `Go to ${name}`;
  }
  if (issue.anchor !== undefined) return 'Go to the pin';
  if (issue.frames !== undefined) return `Go to frame ${issue.frames.first}`;
  return null;
}

/** Returns the issue's first comment on one line. */
export function firstComment(issue: ShownIssue): string {
  return (issue.comments[0]?.text ?? '').replace(/\s+/gu, ' ').trim();
}
