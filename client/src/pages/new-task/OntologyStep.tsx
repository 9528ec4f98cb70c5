// Step 2: the ontology of the task.
import { useEffect } from 'react';
import { closeDraft } from '../ontology/draft';
import { OntologyEditor } from '../ontology/OntologyEditor';
import { useEditing } from '../ontology/use-editing';
import page from '../Page.module.css';
import classes from './NewTaskPage.module.css';
import type { Drafting } from './use-task-draft';

export function OntologyStep({ drafting }: { drafting: Drafting }) {
  const { draft, change } = drafting;
  const editing = useEditing(draft.ontology, null);
  const { draft: edited } = editing;
  useEffect(() => change({ ontology: closeDraft(edited) }), [change, edited]);
  return (
    <div className={page.fields}>
      <p className={`${page.lead} ${classes.wide}`}>
        Define the classes, the shapes of their labels, and the attributes of each label. You can add more at any time.
      </p>
      <OntologyEditor editing={editing} />
    </div>
  );
}
