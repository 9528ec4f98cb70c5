// Goes where a shared link points (F72): once, when the document is here.
import { useEffect, useRef } from 'react';
import type { Editor } from '../../editor/editor';
import type { ToolSearch } from './search';
import { useSlice } from './use-slice';

export function useDeepLink(editor: Editor, search: ToolSearch): void {
  const connection = useSlice(editor.connection);
  const { width } = useSlice(editor.viewport);
  const done = useRef(false);
  const here = connection.kind === 'online' && connection.synced && width > 0;
  useEffect(() => {
    if (!here || done.current) return;
    done.current = true;
    if (search.label !== undefined && editor.label(search.label)) {
      editor.select([search.label]);
      editor.zoomToLabel(search.label);
    }
    if (search.issue !== undefined && editor.issue(search.issue)) editor.setActiveIssue(search.issue);
  }, [editor, here, search.label, search.issue]);
}
