// Step 3: the way of an item from annotating to complete.
import page from '../Page.module.css';
import { WorkflowEditor } from '../setup/WorkflowEditor';
import classes from './NewTaskPage.module.css';
import type { Drafting } from './use-task-draft';

export function WorkflowStep({ drafting: { draft, change } }: { drafting: Drafting }) {
  return (
    <div className={classes.card}>
      <p className={page.lead}>
        Annotators draw labels; reviewers approve or reject each of them; inspectors decide what the dataset takes. Any
        of these can send an item back.
      </p>
      <WorkflowEditor workflow={draft.workflow} may onChange={(workflow) => change({ workflow })} />
    </div>
  );
}
