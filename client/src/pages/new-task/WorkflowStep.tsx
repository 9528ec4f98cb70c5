// Step 3: the stages of an item from annotation to completion.
import page from '../Page.module.css';
import { WorkflowEditor } from '../setup/WorkflowEditor';
import classes from './NewTaskPage.module.css';
import type { TaskDraftState } from './use-task-draft';

export function WorkflowStep({ drafting: { draft, change } }: { drafting: TaskDraftState }) {
  return (
    <div className={classes.card}>
      <p className={page.lead}>
        Annotators draw labels, reviewers approve or reject each label, and inspectors accept items into the dataset.
        Reviewers and inspectors can send items back.
      </p>
      <WorkflowEditor workflow={draft.workflow} may onChange={(workflow) => change({ workflow })} />
    </div>
  );
}
