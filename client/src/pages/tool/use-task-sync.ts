// Passes changes of the open item's task, such as its ontology, to the editor. Nothing in progress is lost.
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import type { Editor } from '../../editor/editor';
import type { Task } from '../../protocol/types';

export function useTaskSync(editor: Editor, task: Task): void {
  useEffect(() => {
    const before = editor.task.get().ontology;
    editor.setTask(task);
    if (task.ontology === before) return;
    notifications.show({
      title: 'The ontology of this task has changed',
      message: 'Your next edits use the new version.',
    });
  }, [editor, task]);
}
