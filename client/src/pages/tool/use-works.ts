// Whether the item can be worked on here: not when it was opened to look, the task stands still, or it is somebody else's.
import type { Editor } from '../../editor/editor';
import { worksNot } from '../../protocol/wire';
import { useSlice } from './use-slice';

export function useWorks(editor: Editor): boolean {
  return !worksNot(useSlice(editor.access));
}
