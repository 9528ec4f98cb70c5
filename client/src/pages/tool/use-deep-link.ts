// Goes where a shared link points (F72): frame, label, thread; once a link, when the document is here.
import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import type { Editor } from '../../editor/editor';
import type { ToolSearch } from './search';
import { useSlice } from './use-slice';

export function useDeepLink(editor: Editor, { label, issue, frame }: ToolSearch): void {
  const connection = useSlice(editor.connection);
  const { width } = useSlice(editor.viewport);
  const done = useRef('');
  const here = connection.kind === 'online' && connection.synced && width > 0;
  useEffect(() => {
    // A notification may lead to another thread of the item that is open already.
    const link = JSON.stringify([label, issue, frame]);
    if (!here || done.current === link) return;
    done.current = link;
    if (frame !== undefined) editor.setFrame(frame);
    if (issue !== undefined) {
      if (editor.issue(issue)) {
        editor.setActiveIssue(issue);
        editor.lookAtIssue(issue);
      } else notifications.show({ message: 'The thread that this link leads to is not here any more' });
    }
    if (label !== undefined) {
      if (editor.label(label)) {
        editor.select([label]);
        editor.zoomToLabel(label);
      } else notifications.show({ message: 'The label that this link leads to is not here any more' });
    }
  }, [editor, here, label, issue, frame]);
}
