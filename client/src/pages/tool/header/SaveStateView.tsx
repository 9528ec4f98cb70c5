// The save state (F63): one word with an icon, always in the same place, and the full sentence on hover.
import { Popover, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCloudOff, IconLoader2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Editor } from '../../../editor/editor';
import type { SaveState } from '../../../editor/state';
import { useSlice } from '../use-slice';
import classes from './SaveStateView.module.css';

interface Words {
  word: string;
  sentence: string;
  icon: ReactNode;
}

function wordsOf(state: SaveState): Words {
  switch (state.kind) {
    case 'saved':
      return {
        word: 'Saved',
        sentence: 'All your edits are saved on the server.',
        icon: <IconCheck size={13} stroke={2.5} />,
      };
    case 'saving':
      return {
        word: 'Saving',
        sentence: `${editCount(state.unsent)} being saved.`,
        icon: <IconLoader2 size={13} stroke={2.5} />,
      };
    case 'offline':
      return {
        word: state.unsent > 0 ? `Offline, ${state.unsent} unsent` : 'Offline',
        sentence:
          state.unsent > 0
            ? `${state.detail} ${editCount(state.unsent)} kept in this browser, even if you reload.`
            : state.detail,
        icon: <IconCloudOff size={13} stroke={2.2} />,
      };
    case 'refused':
      return { word: 'Refused', sentence: state.detail, icon: <IconAlertTriangle size={13} stroke={2.2} /> };
  }
}

function editCount(count: number): string {
  return count === 1 ? '1 edit is' : `${count} edits are`;
}

export function SaveStateView({ editor }: { editor: Editor }) {
  const state = useSlice(editor.saveState);
  const { word, sentence, icon } = wordsOf(state);
  return (
    <Popover position="bottom-start" width={280}>
      <Popover.Target>
        <UnstyledButton className={classes.state} data-kind={state.kind} data-testid="save-state" title={sentence}>
          <span className={classes.icon} aria-hidden="true">
            {icon}
          </span>
          <span role="status" className="tnum truncate">
            {state.kind === 'refused' ? `Refused: ${state.detail}` : word}
          </span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.detail}>
        {sentence}
        {state.kind === 'refused' && (
          <UnstyledButton className={classes.clear} onClick={() => editor.confirmSaved()}>
            Got it
          </UnstyledButton>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
