// Goes to the frame, label or issue in a shared link (F72), once per link, after the document has loaded.
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
    // A notification can link to another issue of the item that is already open.
    const link = JSON.stringify([label, issue, frame]);
    if (!here || done.current === link) return;
    done.current = link;
    if (frame !== undefined) editor.setFrame(frame);
    if (issue !== undefined) {
      if (editor.issue(issue)) {
        editor.setActiveIssue(issue);
        editor.revealIssue(issue);
      } else notifications.show({ message: 'The issue this link points to no longer exists' });
    }
    if (label !== undefined) {
      if (editor.label(label)) {
        editor.select([label]);
        editor.zoomToLabel(label);
      } else notifications.show({ message: 'The label this link points to no longer exists' });
    }
  }, [editor, here, label, issue, frame]);
}
