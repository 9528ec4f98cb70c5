// Copies URLs that open this item with a label selected, at a frame or with an issue open (F72).
import { notifications } from '@mantine/notifications';
import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Editor } from '../../editor/editor';
import { keptSearch, type ToolSearch } from './search';

/** Returns a function that copies the URL of the open item with the given search parameters. */
export function useCopyLink(editor: Editor): (search: ToolSearch, copied: string) => void {
  const router = useRouter();
  return useCallback(
    (search, copied) => {
      const { href } = router.buildLocation({
        to: '/tasks/$taskId/items/$itemId',
        params: { taskId: editor.task.get().id, itemId: editor.info.id },
        search,
      });
      const url = new URL(href, window.location.origin).toString();
      navigator.clipboard.writeText(url).then(
        () => notifications.show({ message: copied }),
        () => notifications.show({ title: 'Your browser blocked copying the link', message: url, autoClose: 20_000 }),
      );
    },
    [editor, router],
  );
}

/** Returns a function that copies the URL of the current view. */
export function useLink(editor: Editor, search: ToolSearch): () => void {
  const copy = useCopyLink(editor);
  return useCallback(() => {
    const [label] = editor.selection.get();
    const issue = editor.activeIssue.get();
    const frame = editor.frame.get();
    copy(
      {
        ...keptSearch(search),
        ...(label !== undefined && { label }),
        ...(issue !== null && { issue }),
        ...(frame > 0 && { frame }),
      },
      issue !== null ? 'Link to this issue copied' : label ? 'Link to this label copied' : 'Link to this item copied',
    );
  }, [editor, copy, search]);
}
