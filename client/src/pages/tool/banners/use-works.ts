// Whether the item can be worked on here: not if it was opened in QA, the task is stopped, or it is assigned to someone else.
import type { Editor } from '../../../editor/editor';
import { worksNot } from '../../../protocol/wire';
import { useSlice } from '../use-slice';

export function useWorks(editor: Editor): boolean {
  return !worksNot(useSlice(editor.access));
}
