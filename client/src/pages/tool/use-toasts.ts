// News that ask for nothing, as toasts: they come and go without moving the picture.
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import type { Editor } from '../../editor/editor';
import { STAGE_LABEL } from '../../ui/stages';
import { useSlice } from './use-slice';

export function useToasts(editor: Editor): void {
  const notices = useSlice(editor.notices);
  useEffect(() => {
    for (const notice of notices) {
      if (notice.kind !== 'moved') continue;
      editor.dismissNotice(notice.id);
      if (notice.by.id === editor.me.id) continue;
      notifications.show({
        title: `${notice.by.name} moved this item on`,
        message: `From ${STAGE_LABEL[notice.from]} to ${STAGE_LABEL[notice.to]}.`,
      });
    }
  }, [editor, notices]);
}
