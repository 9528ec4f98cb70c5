// Step 2: what labels may be.
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
        Classes, what shapes their labels have, and what is asked of each label. You can add to it later at any time.
      </p>
      <OntologyEditor editing={editing} />
    </div>
  );
}
