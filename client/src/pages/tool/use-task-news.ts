// When the task of the open item changes, its ontology say, the editor goes on with what it is now; nothing under way is lost.
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import type { Editor } from '../../editor/editor';
import type { Task } from '../../protocol/types';

export function useTaskNews(editor: Editor, task: Task): void {
  useEffect(() => {
    const before = editor.task.get().ontology;
    editor.setTask(task);
    if (task.ontology === before) return;
    notifications.show({
      title: 'The ontology of this task has changed',
      message: 'What you do from here on follows it.',
    });
  }, [editor, task]);
}
