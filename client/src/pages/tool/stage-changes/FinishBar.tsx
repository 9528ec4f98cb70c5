// The finish bar at the bottom of the right pane: submit, approve or accept, and reject or revise where allowed.
import { Button, Tooltip } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { Editor } from '../../../editor/editor';
import type { FinishAction } from '../../../protocol/types';
import { keyHint } from '../commands/CommandKeys';
import { useSlice } from '../use-slice';
import classes from './FinishBar.module.css';
import { type Finish, useNotReady } from './use-finish';

const LABEL: Record<FinishAction, string> = { submit: 'Submit', approve: 'Approve item', accept: 'Accept item' };

interface Props {
  editor: Editor;
  finish: Finish;
  onFinish: () => void;
  /** `null` if the item cannot be rejected here. */
  onRejectItem?: (() => void) | null;
  /** `null` if the item cannot be revised here. */
  onRevise?: (() => void) | null;
}

export function FinishBar({ editor, finish, onFinish, onRejectItem = null, onRevise = null }: Props) {
  const { open } = useSlice(editor.issues);
  const notReady = useNotReady(editor, finish);
  if (finish.move === null && onRejectItem === null && onRevise === null) return null;
  return (
    <footer className={classes.bar} data-two={onRejectItem !== null || undefined}>
      {onRejectItem === null && (
        <span className={`${classes.open} truncate`}>
          {open === 0 ? 'No open issues' : open === 1 ? '1 open issue' : `${open} open issues`}
        </span>
      )}
      {onRejectItem !== null && (
        <Button variant="default" onClick={onRejectItem}>
          Reject item…
        </Button>
      )}
      {onRevise !== null && (
        <Button variant="default" onClick={onRevise}>
          Revise item…
        </Button>
      )}
      {finish.move !== null && (
        <Tooltip label={notReady} disabled={notReady === null} multiline maw={280} position="top-end">
          <Button
            leftSection={onRejectItem === null && <IconCheck size={15} stroke={2.2} />}
            rightSection={onRejectItem === null && keyHint('page.finish')}
            classNames={{ section: classes.section }}
            // Not natively disabled, so that the tooltip still says why.
            aria-disabled={notReady !== null}
            data-disabled={notReady !== null || undefined}
            onClick={notReady === null ? onFinish : undefined}
          >
            {LABEL[finish.move]}
          </Button>
        </Tooltip>
      )}
    </footer>
  );
}
