// The stage changes of an item (F26): who submitted, approved, accepted, rejected or revised it in each round, oldest first.
import { Badge, Button, Modal, Skeleton } from '@mantine/core';
import { IconArrowBackUp, IconArrowRight, IconCheck, IconRotate2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Item, Task } from '../../../protocol/types';
import { PersonAvatar } from '../../../ui/PersonAvatar';
import { RelativeTime } from '../../../ui/RelativeTime';
import { stageName } from '../../../ui/stages';
import { TagChips } from '../../../ui/TagPicker';
import { Failure } from '../../queries/Failure';
import { movesQuery } from '../../queries/items';
import classes from './HistoryDialog.module.css';

const ACTION_TEXT: Readonly<Record<string, string>> = {
  submit: 'submitted it',
  approve: 'approved it',
  accept: 'accepted it',
  reject: 'rejected it',
  revise: 'revised it',
};

const ICON: Readonly<Record<string, typeof IconCheck>> = {
  submit: IconArrowRight,
  approve: IconArrowRight,
  accept: IconCheck,
  reject: IconArrowBackUp,
  revise: IconRotate2,
};

export function HistoryDialog({ task, item, onClose }: { task: Task; item: Item | null; onClose: () => void }) {
  return (
    <Modal opened={item !== null} onClose={onClose} title={item ? `History of ${item.file_name}` : ''} size={520}>
      {item && <StageChangeList task={task} item={item} />}
    </Modal>
  );
}

function StageChangeList({ task, item }: { task: Task; item: Item }) {
  const moves = useQuery({ ...movesQuery(item.id), staleTime: 0 });
  const reviews = task.workflow.reviews.length;
  if (moves.isError && !moves.data) {
    return (
      <div className={classes.failed}>
        <Failure error={moves.error} what="The history" />
        <Button size="compact-xs" variant="default" onClick={() => void moves.refetch()}>
          Try again
        </Button>
      </div>
    );
  }
  if (!moves.data) {
    return (
      <div role="status" aria-label="Loading the history">
        {[0, 1, 2].map((row) => (
          <Skeleton key={row} height={34} mb={8} />
        ))}
      </div>
    );
  }
  if (moves.data.length === 0) {
    return <p className={classes.none}>No stage changes yet. The item is still in {stageName(item.stage)}.</p>;
  }
  return (
    <ol className={classes.moves}>
      {moves.data.map((move, index) => {
        const Icon = ICON[move.kind] ?? IconArrowRight;
        const newRound = index > 0 && moves.data[index - 1]?.round !== move.round;
        return (
          <li key={`${move.at} ${move.kind}`} className={classes.move} data-round={newRound || undefined}>
            <span className={classes.icon} data-kind={move.kind} aria-hidden="true">
              <Icon size={15} stroke={2} />
            </span>
            <div className={classes.facts}>
              <div className={classes.line}>
                {move.by && <PersonAvatar person={move.by} size={18} tooltip={false} />}
                <b>{move.by?.name ?? 'Deleted user'}</b> {ACTION_TEXT[move.kind] ?? 'moved it'}
                <Badge color="gray">Round {move.round}</Badge>
                <RelativeTime at={move.at} className="dim" />
              </div>
              <div className="dim">
                {stageName(move.from, move.from_pass, reviews)} → {stageName(move.to, move.to_pass, reviews)}
                {move.assignee && `, to ${move.assignee.name}`} · {move.label_count}{' '}
                {move.label_count === 1 ? 'label' : 'labels'}
              </div>
              {move.reason && <blockquote className={classes.reason}>{move.reason}</blockquote>}
              <TagChips tags={task.issue_tags} ids={move.tags} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}
