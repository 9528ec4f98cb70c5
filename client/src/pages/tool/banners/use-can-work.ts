// Whether the item can be worked on here: not if it was opened in QA, the task is stopped, or it is assigned to someone else.
import type { Editor } from '../../../editor/editor';
import { isViewOnly } from '../../../protocol/wire';
import { useSlice } from '../use-slice';

export function useCanWork(editor: Editor): boolean {
  return !isViewOnly(useSlice(editor.access));
}
