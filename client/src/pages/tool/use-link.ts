// The URL that opens this item with this label selected (F72), on the clipboard.
import { notifications } from '@mantine/notifications';
import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Editor } from '../../editor/editor';
import type { Item, Task } from '../../protocol/types';
import type { ToolSearch } from './search';

export function useLink(editor: Editor, task: Task, item: Item, search: ToolSearch): () => void {
  const router = useRouter();
  return useCallback(() => {
    const [label] = editor.selection.get();
    const { href } = router.buildLocation({
      to: '/tasks/$taskId/items/$itemId',
      params: { taskId: task.id, itemId: item.id },
      search: {
        ...(label !== undefined && { label }),
        ...(search.frame !== undefined && { frame: search.frame }),
        ...(search.stage !== undefined && { stage: search.stage }),
      },
    });
    const url = new URL(href, window.location.origin).toString();
    navigator.clipboard.writeText(url).then(
      () => notifications.show({ message: label ? 'Link to this label copied' : 'Link to this item copied' }),
      () =>
        notifications.show({ title: 'The browser did not let the link be copied', message: url, autoClose: 20_000 }),
    );
  }, [editor, router, task.id, item.id, search.frame, search.stage]);
}
