// The states that stop editing, as banners over the top of the canvas: lock, role, connection, lost work. They appear without
// warning, so they must not move the image, or a stroke would miss its target.
import type { Editor } from '../../../editor/editor';
import type { Item, TaskState } from '../../../protocol/types';
import { useSlice } from '../use-slice';
import classes from './Banners.module.css';
import { ConnectionBanner } from './ConnectionBanner';
import { DiscardedBanner } from './DiscardedBanner';
import { LockBanner } from './LockBanner';
import { NoticeBanner } from './NoticeBanner';

/** More notices than this would hide the image; the newest are shown. */
const MAX_NOTICES = 3;

interface Props {
  editor: Editor;
  /** The state of the task. */
  state: TaskState;
  item: Item;
  onUnlock: () => void;
  onLeave: () => void;
}

export function Banners({ editor, state, item, onUnlock, onLeave }: Props) {
  const notices = useSlice(editor.notices);
  const discarded = useSlice(editor.discarded);
  return (
    <div className={classes.banners}>
      <ConnectionBanner editor={editor} onLeave={onLeave} />
      {notices.slice(-MAX_NOTICES).map((notice) => (
        <NoticeBanner key={notice.id} editor={editor} notice={notice} />
      ))}
      {discarded && <DiscardedBanner work={discarded} onDismiss={() => editor.dismissDiscarded()} />}
      <LockBanner editor={editor} state={state} item={item} onUnlock={onUnlock} />
    </div>
  );
}
