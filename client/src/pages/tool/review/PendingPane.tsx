// The labels without a verdict, by class (F43, F44), and the two buttons that judge all of them (F49).
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCheck, IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import { memo, type ReactNode, useCallback } from 'react';
import { keymap } from '../../../actions';
import type { Editor } from '../../../editor/editor';
import type { LabelView } from '../../../editor/state';
import { keyOf, WithKeys } from '../commands/CommandKeys';
import { LabelList } from '../labels/LabelList';
import { useSlice } from '../use-slice';
import classes from './ReviewPane.module.css';

export function PendingPane({ editor }: { editor: Editor }) {
  const { verdicts, pending } = useSlice(editor.review);
  const labels = useSlice(editor.labels);
  const connection = useSlice(editor.connection);
  const only = useCallback((label: LabelView) => !verdicts.has(label.id), [verdicts]);
  const here = connection.kind !== 'online' || connection.synced;
  return (
    <>
      <div className={classes.head}>
        <h3 className={classes.caption}>
          Pending <span className="tnum dim">{pending}</span>
        </h3>
        <Steps editor={editor} />
      </div>
      {pending > 0 && <AllInFrame editor={editor} />}
      <LabelList editor={editor} region="pending" name="Pending labels by class" filter={only}>
        <div className={classes.none}>
          {here && <b>{labels.count === 0 ? 'No labels' : 'All labels are judged'}</b>}
          {here && labels.count > 0 && <span>Approve or reject the item below.</span>}
        </div>
      </LabelList>
    </>
  );
}

const Steps = memo(function Steps({ editor }: { editor: Editor }) {
  useSlice(keymap);
  return (
    <>
      <Step editor={editor} label="Previous label" action="review.previous" step={-1}>
        <IconChevronUp size={16} stroke={1.8} />
      </Step>
      <Step editor={editor} label="Next label" action="review.next" step={1}>
        <IconChevronDown size={16} stroke={1.8} />
      </Step>
    </>
  );
});

const AllInFrame = memo(function AllInFrame({ editor }: { editor: Editor }) {
  useSlice(keymap);
  return (
    <div className={classes.all}>
      <span className="dim">All in frame</span>
      <JudgeAllButton editor={editor} action="review.reject_all" word="Reject" color="red">
        <IconX size={14} stroke={2.2} />
      </JudgeAllButton>
      <JudgeAllButton editor={editor} action="review.approve_all" word="Approve" color="green">
        <IconCheck size={14} stroke={2.2} />
      </JudgeAllButton>
    </div>
  );
});

interface StepProps {
  editor: Editor;
  label: string;
  action: string;
  step: 1 | -1;
  children: ReactNode;
}

/** A button that steps between labels (F39). It works in every mode. */
function Step({ editor, label, action, step, children }: StepProps) {
  return (
    <Tooltip label={<WithKeys label={label} keys={keyOf(action)} />}>
      <ActionIcon size={24} aria-label={label} onClick={() => editor.step(step)}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

interface AllProps {
  editor: Editor;
  action: string;
  word: string;
  color: string;
  children: ReactNode;
}

function JudgeAllButton({ editor, action, word, color, children }: AllProps) {
  return (
    <Tooltip label={<WithKeys label="All pending labels in this frame, without selecting" keys={keyOf(action)} />}>
      <Button
        size="compact-xs"
        variant="light"
        color={color}
        leftSection={children}
        aria-label={`${word} all in frame`}
        onClick={() => editor.run(action)}
      >
        {word}
      </Button>
    </Tooltip>
  );
}
