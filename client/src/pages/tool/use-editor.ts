// The editor of the open item: created once its data has loaded, closed when the page unmounts.
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { bindKeys, openEditor } from '../../actions';
import type { Editor } from '../../editor/editor';
import type { Item, Me, Task } from '../../protocol/types';

export function useEditor(me: Me, task: Task | undefined, item: Item | undefined, viewOnly: boolean): Editor | null {
  const [editor, setEditor] = useState<Editor | null>(null);
  const ready = task !== undefined && item !== undefined;
  const itemId = item?.id;
  // Opened once per item: later changes of the item and the task are passed to the open editor and must not close it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!task || !item) return;
    let gone = false;
    let end = () => {};
    const onLateRefusal = ({ reason }: { reason: string }) =>
      notifications.show({
        color: 'red',
        title: `Verdicts on ${item.file_name} were not saved`,
        message: reason,
        autoClose: false,
      });
    void openEditor({ me, task, item, viewOnly, onLateRefusal }).then((opened) => {
      if (gone) {
        opened.close();
        return;
      }
      const unbind = bindKeys(opened);
      end = () => {
        unbind();
        opened.close();
      };
      setEditor(opened);
    });
    return () => {
      gone = true;
      end();
      setEditor(null);
    };
  }, [ready, itemId, viewOnly]);
  return editor;
}
