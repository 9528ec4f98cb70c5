// News that ask for nothing, as toasts: they come and go without moving the picture.
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import type { Editor } from '../../editor/editor';
import { STAGE_LABEL } from '../../ui/stages';
import { useSlice } from './use-slice';

/** One toast each, however often it is tried. */
const STANDS = { id: 'verdict-stands', message: 'Somebody else has judged this since; their verdict stands.' };
const fixed = (labels: number) => ({
  id: 'label-fixed',
  title: labels === 1 ? 'This label is judged, and fixed' : `${labels} of these labels are judged, and fixed`,
  message: 'Revert it to pending (U) to change it.',
});

export function useToasts(editor: Editor): void {
  const notices = useSlice(editor.notices);
  useEffect(() => {
    for (const notice of notices) {
      if (notice.kind === 'fixed' || notice.kind === 'verdict_stands') {
        editor.dismissNotice(notice.id);
        notifications.show(notice.kind === 'fixed' ? fixed(notice.labels) : STANDS);
        continue;
      }
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
