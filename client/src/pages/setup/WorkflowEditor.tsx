// Edits a workflow: its reviews, how many items each takes, whether it is strict, and whether there is an acceptance stage.
import { ActionIcon, Button, Checkbox, NumberInput, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { MAX_REVIEWS } from '../../protocol/limits';
import type { ReviewStep, Workflow } from '../../protocol/types';
import { stageName } from '../../ui/stages';
import { WorkflowChain } from './WorkflowChain';
import classes from './WorkflowEditor.module.css';
import { addReview, changeReview, readPercent, removeReview } from './workflow';

interface Props {
  workflow: Workflow;
  may: boolean;
  onChange: (workflow: Workflow) => void;
}

export function WorkflowEditor({ workflow, may, onChange }: Props) {
  const { reviews, acceptance } = workflow;
  return (
    <div className={classes.editor}>
      <WorkflowChain workflow={workflow} />
      {reviews.length > 0 && (
        <ul className={classes.reviews} aria-label="Reviews">
          {reviews.map((review, index) => (
            <Review
              // biome-ignore lint/suspicious/noArrayIndexKey: a review is identified by its position alone
              key={index}
              name={stageName('review', index + 1, reviews.length)}
              review={review}
              may={may}
              onChange={(change) => onChange(changeReview(workflow, index, change))}
              onRemove={() => onChange(removeReview(workflow, index))}
            />
          ))}
        </ul>
      )}
      <div className={classes.foot}>
        {may && reviews.length < MAX_REVIEWS && (
          <Button variant="default" leftSection={<IconPlus size={14} />} onClick={() => onChange(addReview(workflow))}>
            Add a review
          </Button>
        )}
        {reviews.length === MAX_REVIEWS && <span className="dim">A task has at most {MAX_REVIEWS} reviews.</span>}
        <Checkbox
          label="Acceptance: an inspector decides before an item is complete"
          checked={acceptance}
          disabled={!may}
          onChange={(event) => onChange({ ...workflow, acceptance: event.currentTarget.checked })}
        />
      </div>
      {reviews.length > 0 && (
        <p className={classes.why}>
          In a strict review, an item can be approved only when all of its labels are approved. Otherwise, approving an
          item also approves its pending labels. Below 100 %, the items for a review are chosen at random and the others
          skip it. An item that was sent back is always reviewed.
        </p>
      )}
    </div>
  );
}

interface ReviewProps {
  name: string;
  review: ReviewStep;
  may: boolean;
  onChange: (change: Partial<ReviewStep>) => void;
  onRemove: () => void;
}

function Review({ name, review, may, onChange, onRemove }: ReviewProps) {
  // Reported once the user has finished typing, so that "20" is not saved as "2" first.
  const [percent, setPercent] = useState<string | number>(review.percent);
  useEffect(() => setPercent(review.percent), [review.percent]);
  const commitPercent = () => {
    const read = readPercent(percent, review.percent);
    setPercent(read);
    if (read !== review.percent) onChange({ percent: read });
  };
  return (
    <li className={classes.review}>
      <b className={classes.name}>{name}</b>
      <Checkbox
        label="Strict"
        aria-label={`${name} is strict`}
        checked={review.strict}
        disabled={!may}
        onChange={(event) => onChange({ strict: event.currentTarget.checked })}
      />
      <NumberInput
        aria-label={`Percentage of items for ${name}`}
        className={classes.percent}
        min={1}
        max={100}
        allowDecimal={false}
        suffix=" %"
        disabled={!may}
        value={percent}
        onChange={setPercent}
        onBlur={commitPercent}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commitPercent();
        }}
      />
      <span className="dim">of items</span>
      {may && (
        <Tooltip label="Remove">
          <ActionIcon className={classes.remove} aria-label={`Remove ${name}`} onClick={onRemove}>
            <IconTrash size={15} stroke={1.8} />
          </ActionIcon>
        </Tooltip>
      )}
    </li>
  );
}
