// The stages of a workflow, drawn from left to right.
import { IconChevronRight } from '@tabler/icons-react';
import type { Workflow } from '../../protocol/types';
import { StageIcon } from '../../ui/StageChip';
import { isStage } from '../../ui/stages';
import classes from './WorkflowChain.module.css';
import { chainOf } from './workflow';

export function WorkflowChain({ workflow }: { workflow: Workflow }) {
  return (
    <ol className={classes.chain} aria-label="Workflow stages">
      {chainOf(workflow).map(({ key, name, note }, index) => (
        <li key={key} className={classes.link}>
          {index > 0 && <IconChevronRight size={14} className={classes.arrow} aria-hidden />}
          <span className={classes.stage}>
            <StageIcon stage={isStage(key) ? key : 'review'} />
            {name}
            {note && <span className="dim">{note}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
