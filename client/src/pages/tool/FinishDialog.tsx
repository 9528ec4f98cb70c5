// Asks once before an item moves on, and lists what is still open (F101).
import { Button, Checkbox, Group, Modal } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconArrowRight, IconMapPin, IconMessageCircle } from '@tabler/icons-react';
import type { Editor } from '../../editor/editor';
import type { Move } from '../../protocol/types';
import { StageChip } from '../../ui/StageChip';
import { MOVE_LABEL } from '../../ui/stages';
import classes from './FinishDialog.module.css';
import { isIncomplete } from './label-words';
import type { Finish } from './use-finish';
import { useSlice } from './use-slice';

const EFFECT: Record<Move, string> = {
  submit: 'It goes to the next stage with all of its labels. You can still look and comment.',
  approve: 'It goes to the next stage with all of its labels. You can still look and comment.',
  accept: 'Its labels are written to the dataset as the accepted result, and the item becomes read-only.',
};

interface Props {
  editor: Editor;
  finish: Finish;
  opened: boolean;
  onClose: () => void;
}

export function FinishDialog({ editor, finish, opened, onClose }: Props) {
  const { stage } = useSlice(editor.item);
  const issues = useSlice(editor.issues);
  const labels = useSlice(editor.labels);
  const [next, setNext] = useLocalStorage({ key: 'countersign.tool.next', defaultValue: true });
  const move = finish.move;
  if (move === null) return null;
  const open = issues.all.filter((issue) => issue.state === 'open');
  const incomplete = labels.groups.reduce(
    (sum, group) => sum + group.labels.filter((label) => isIncomplete(label, group.class)).length,
    0,
  );
  const run = () => finish.run({ next, done: onClose });
  return (
    <Modal opened={opened} onClose={onClose} title={`${MOVE_LABEL[move]} this item?`} size={440}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <div className={classes.move}>
          <StageChip stage={stage} />
          <IconArrowRight size={16} className="dim" aria-label="to" />
          {finish.to && <StageChip stage={finish.to} />}
          <span className="dim tnum">
            {labels.count} {labels.count === 1 ? 'label' : 'labels'}
          </span>
        </div>
        <p className={classes.effect}>{EFFECT[move]}</p>
        {incomplete > 0 && (
          <p className={classes.warning}>
            {incomplete === 1 ? '1 label misses' : `${incomplete} labels miss`} a required attribute.
          </p>
        )}
        {open.length > 0 && (
          <div className={classes.open}>
            <b>{open.length === 1 ? '1 issue is still open' : `${open.length} issues are still open`}</b>
            <ul className={classes.list}>
              {open.map((issue) => (
                <li key={issue.id} className={classes.issue}>
                  {issue.kind === 'pinned' ? (
                    <IconMapPin size={14} aria-label="Pinned" />
                  ) : (
                    <IconMessageCircle size={14} aria-label="File" />
                  )}
                  <span className="truncate">
                    <span className="dim">{issue.by_name}:</span> {issue.comments[0]?.text}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        )}
        {finish.blocked && (
          <p className={classes.warning} role="status">
            {finish.blocked} This can go on once that is done.
          </p>
        )}
        <Checkbox
          label="Then open the next item"
          checked={next}
          onChange={(event) => setNext(event.currentTarget.checked)}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Not yet
          </Button>
          <Button type="submit" data-autofocus disabled={finish.blocked !== null} loading={finish.pending}>
            {open.length > 0 ? `${MOVE_LABEL[move]} with ${open.length} open` : MOVE_LABEL[move]}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
