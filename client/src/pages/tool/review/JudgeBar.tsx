// The Reject and Approve buttons for the selected labels (F47, F48).
import { Button } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { isEnabled } from '../../../actions';
import { actions } from '../../../actions/list';
import type { Editor } from '../../../editor/editor';
import { keyHint } from '../commands/CommandKeys';
import { useSlice } from '../use-slice';
import classes from './JudgeBar.module.css';

export function JudgeBar({ editor }: { editor: Editor }) {
  const selection = useSlice(editor.selection);
  useSlice(editor.mode);
  const many = selection.length > 1 ? ` ${selection.length}` : '';
  const can = (id: string): boolean => {
    const action = actions.find((each) => each.id === id);
    return action !== undefined && isEnabled(editor, action);
  };
  return (
    <div className={classes.bar} role="toolbar" aria-label="Judge the selected labels">
      <Button
        className={classes.judge}
        color="red"
        variant="light"
        leftSection={<IconX size={15} stroke={2.4} />}
        rightSection={keyHint('review.reject')}
        disabled={!can('review.reject')}
        onClick={() => editor.run('review.reject')}
      >
        {`Reject${many}`}
      </Button>
      <Button
        className={classes.judge}
        color="green"
        variant="light"
        leftSection={<IconCheck size={15} stroke={2.4} />}
        rightSection={keyHint('review.approve')}
        disabled={!can('review.approve')}
        onClick={() => editor.run('review.approve')}
      >
        {`Approve${many}`}
      </Button>
    </div>
  );
}
