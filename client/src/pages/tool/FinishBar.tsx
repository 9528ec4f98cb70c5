// The move my role has at this stage, at the foot of the right pane.
import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { Editor } from '../../editor/editor';
import { MOVE_LABEL } from '../../ui/stages';
import classes from './FinishBar.module.css';
import { FirstKey } from './HelpMenu';
import type { Finish } from './use-finish';
import { useSlice } from './use-slice';

export function FinishBar({ editor, finish, onFinish }: { editor: Editor; finish: Finish; onFinish: () => void }) {
  const { open } = useSlice(editor.issues);
  if (finish.move === null) return null;
  return (
    <footer className={classes.bar}>
      <span className={`${classes.open} truncate`}>
        {open === 0 ? 'No open issues' : open === 1 ? '1 open issue' : `${open} open issues`}
      </span>
      <Button
        leftSection={<IconCheck size={15} stroke={2.2} />}
        rightSection={<FirstKey command="page.finish" />}
        classNames={{ section: classes.section }}
        onClick={onFinish}
      >
        {MOVE_LABEL[finish.move]}
      </Button>
    </footer>
  );
}
