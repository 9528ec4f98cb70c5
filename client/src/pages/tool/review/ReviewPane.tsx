// The right pane in review (F35): pending labels above judged ones, the selected label, and the buttons that judge it.
import { Button, Tooltip } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { useRef } from 'react';
import type { Editor } from '../../../editor/editor';
import { Splitter } from '../../../ui/Splitter';
import { keyOf, WithKeys } from '../commands/CommandKeys';
import { ClassPicker } from '../labels/ClassPicker';
import { LabelForm } from '../labels/LabelForm';
import { SidePane } from '../SidePane';
import { FinishBar } from '../stage-changes/FinishBar';
import type { Finish } from '../stage-changes/use-finish';
import { useSlice } from '../use-slice';
import { CompletedPane } from './CompletedPane';
import { JudgeBar } from './JudgeBar';
import { PendingPane } from './PendingPane';
import { RejectDialog } from './RejectDialog';
import classes from './ReviewPane.module.css';

interface Props {
  editor: Editor;
  finish: Finish;
  onFinish: () => void;
  onRejectItem: (() => void) | null;
}

export function ReviewPane({ editor, finish, onFinish, onRejectItem }: Props) {
  const mode = useSlice(editor.mode);
  const rejecting = useSlice(editor.rejecting);
  // The pending list's share of the height of both lists, in percent.
  const [share, setShare] = useLocalStorage({ key: 'countersign.tool.pending_share', defaultValue: 60 });
  const lists = useRef<HTMLDivElement>(null);
  return (
    <SidePane label="Review">
      <ModeBar editor={editor} editing={mode === 'review_edit'} />
      {mode === 'review_edit' && <ClassPicker editor={editor} />}
      <div ref={lists} className={classes.lists}>
        <section className={classes.part} style={{ flexGrow: share }} aria-label="Pending labels">
          <PendingPane editor={editor} />
        </section>
        <Splitter
          orientation="horizontal"
          label="Height of the pending labels, in percent"
          value={share}
          min={15}
          max={85}
          step={5}
          perPixel={() => 100 / Math.max(lists.current?.clientHeight ?? 1, 1)}
          onChange={setShare}
          onReset={() => setShare(60)}
        />
        <section className={classes.part} style={{ flexGrow: 100 - share }} aria-label="Completed labels">
          <CompletedPane editor={editor} />
        </section>
      </div>
      <LabelForm editor={editor} />
      <JudgeBar editor={editor} />
      <FinishBar editor={editor} finish={finish} onFinish={onFinish} onRejectItem={onRejectItem} />
      {rejecting !== null && <RejectDialog key={rejecting.join()} editor={editor} labels={rejecting} />}
    </SidePane>
  );
}

function ModeBar({ editor, editing }: { editor: Editor; editing: boolean }) {
  return (
    <div className={classes.mode} data-editing={editing || undefined}>
      <h2 className={classes.title}>{editing ? 'Editing' : 'Review'}</h2>
      <Tooltip
        label={
          <WithKeys
            label={editing ? 'Changes are saved automatically' : 'Edit, add or remove pending labels'}
            keys={keyOf('review.edit_labels')}
          />
        }
      >
        <Button
          size="compact-xs"
          variant={editing ? 'filled' : 'default'}
          leftSection={editing ? undefined : <IconPencil size={14} stroke={1.8} />}
          onClick={() => editor.setEditing(!editing)}
        >
          {editing ? 'Save and return to review' : 'Edit labels'}
        </Button>
      </Tooltip>
    </div>
  );
}
