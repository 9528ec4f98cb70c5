// Step 2: the ontology of the task.
import { useEffect } from 'react';
import { toOntology } from '../ontology/draft';
import { OntologyEditor } from '../ontology/OntologyEditor';
import { useOntologyEditor } from '../ontology/use-ontology-editor';
import page from '../Page.module.css';
import classes from './NewTaskPage.module.css';
import type { TaskDraftState } from './use-task-draft';

export function OntologyStep({ drafting }: { drafting: TaskDraftState }) {
  const { draft, change } = drafting;
  const editing = useOntologyEditor(draft.ontology, null);
  const { draft: edited } = editing;
  useEffect(() => change({ ontology: toOntology(edited) }), [change, edited]);
  return (
    <div className={page.fields}>
      <p className={`${page.lead} ${classes.wide}`}>
        Define the classes, the shapes of their labels, and the attributes of each label. You can add more at any time.
      </p>
      <OntologyEditor editing={editing} />
    </div>
  );
}
