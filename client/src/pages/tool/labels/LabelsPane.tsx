// The right pane in annotate: the class of new labels, all labels by class, the form of the selected one, the finish bar.
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import type { Editor } from '../../../editor/editor';
import { keyOf, WithKeys } from '../commands/CommandKeys';
import { SidePane } from '../SidePane';
import { FinishBar } from '../stage-changes/FinishBar';
import type { Finish } from '../stage-changes/use-finish';
import { useSlice } from '../use-slice';
import { ClassPicker } from './ClassPicker';
import { LabelForm } from './LabelForm';
import classes from './LabelsPane.module.css';
import { LabelTree } from './LabelTree';

interface Props {
  editor: Editor;
  finish: Finish;
  onFinish: () => void;
  /** `null` if the item cannot be revised here. */
  onRevise: (() => void) | null;
}

export function LabelsPane({ editor, finish, onFinish, onRevise }: Props) {
  const { count } = useSlice(editor.labels);
  const view = useSlice(editor.view);
  return (
    <SidePane label="Labels">
      <ClassPicker editor={editor} />
      <div className={classes.head}>
        <h2 className={classes.title}>
          Labels <span className="tnum dim">{count}</span>
        </h2>
        <Tooltip
          label={
            <WithKeys label={view.labelsHidden ? 'Show labels' : 'Hide labels'} keys={keyOf('view.toggle_labels')} />
          }
        >
          <ActionIcon
            size={24}
            aria-label={view.labelsHidden ? 'Show labels' : 'Hide labels'}
            onClick={() => editor.changeView({ labelsHidden: !view.labelsHidden })}
          >
            {view.labelsHidden ? <IconEyeOff size={15} stroke={1.8} /> : <IconEye size={15} stroke={1.8} />}
          </ActionIcon>
        </Tooltip>
      </div>
      <LabelTree editor={editor} />
      <LabelForm editor={editor} />
      <FinishBar editor={editor} finish={finish} onFinish={onFinish} onRevise={onRevise} />
    </SidePane>
  );
}
