// Shows notices that need no action as toasts, which do not move the image.
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import type { Editor } from '../../editor/editor';
import { STAGE_LABEL } from '../../ui/stages';
import { useSlice } from './use-slice';

/** A constant id, so that repeated attempts show one toast. */
const VERDICT_KEPT = { id: 'verdict-stands', message: 'Someone else has changed this verdict since. Theirs was kept.' };
const fixed = (labels: number) => ({
  id: 'label-fixed',
  title: labels === 1 ? 'This label already has a verdict' : `${labels} of these labels already have a verdict`,
  message: 'Revert to pending (U) to edit.',
});

export function useToasts(editor: Editor): void {
  const notices = useSlice(editor.notices);
  useEffect(() => {
    for (const notice of notices) {
      if (notice.kind === 'fixed' || notice.kind === 'verdict_stands') {
        editor.dismissNotice(notice.id);
        notifications.show(notice.kind === 'fixed' ? fixed(notice.labels) : VERDICT_KEPT);
        continue;
      }
      if (notice.kind !== 'moved') continue;
      editor.dismissNotice(notice.id);
      if (notice.by.id === editor.me.id) continue;
      notifications.show({
        title: `${notice.by.name} moved this item`,
        message: `From ${STAGE_LABEL[notice.from]} to ${STAGE_LABEL[notice.to]}.`,
      });
    }
  }, [editor, notices]);
}
