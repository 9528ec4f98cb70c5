// The labels still to judge, by class (F43, F44), and the two buttons that judge all of them (F49).
import { Button, Tooltip } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { Editor } from '../../../editor/editor';
import type { LabelView } from '../../../editor/state';
import { LabelList } from '../LabelList';
import { keysOf, WithKeys } from '../ToolHeader';
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
      </div>
      {pending > 0 && (
        <div className={classes.all}>
          <All editor={editor} action="review.reject_all" label="Reject all in frame" color="red">
            <IconX size={14} stroke={2.2} />
          </All>
          <All editor={editor} action="review.approve_all" label="Approve all in frame" color="green">
            <IconCheck size={14} stroke={2.2} />
          </All>
        </div>
      )}
      <LabelList editor={editor} region="pending" name="Pending labels by class" only={only}>
        <div className={classes.none}>
          {here && <b>{labels.count === 0 ? 'No labels' : 'Every label is judged'}</b>}
          {here && labels.count > 0 && <span>Approve or reject the item below.</span>}
        </div>
      </LabelList>
    </>
  );
}

interface AllProps {
  editor: Editor;
  action: string;
  label: string;
  color: string;
  children: React.ReactNode;
}

function All({ editor, action, label, color, children }: AllProps) {
  return (
    <Tooltip label={<WithKeys label="Needs no selection: all that are pending here" keys={keysOf(action)} />}>
      <Button
        size="compact-xs"
        variant="light"
        color={color}
        leftSection={children}
        px={6}
        styles={{ section: { marginInlineEnd: 4 } }}
        onClick={() => editor.run(action)}
      >
        {label}
      </Button>
    </Tooltip>
  );
}
