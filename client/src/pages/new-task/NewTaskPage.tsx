// Sets up a task step by step (administrators). Each step has its own URL, and the task is created at the end.
import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Me } from '../../protocol/types';
import { AdminOnly } from '../admin/AdminOnly';
import page from '../Page.module.css';
import { datasetQuery } from '../queries/datasets';
import { LeaveGuard } from '../setup/LeaveGuard';
import { DataStep } from './DataStep';
import { draftProblems } from './draft';
import classes from './NewTaskPage.module.css';
import { OntologyStep } from './OntologyStep';
import { PeopleStep } from './PeopleStep';
import { SummaryStep } from './SummaryStep';
import { STEP_LABEL, STEPS, type Step } from './steps';
import { useTaskDraft } from './use-task-draft';
import { WorkflowStep } from './WorkflowStep';

const route = getRouteApi('/inside/framed/tasks/new');

export function NewTaskRoute() {
  const { me } = route.useRouteContext();
  return (
    <AdminOnly me={me}>
      <NewTaskPage me={me} step={route.useSearch().step ?? 'data'} />
    </AdminOnly>
  );
}

function NewTaskPage({ me, step }: { me: Me; step: Step }) {
  const drafting = useTaskDraft(me);
  const { draft } = drafting;
  const dataset = useQuery({ ...datasetQuery(draft.dataset ?? ''), enabled: draft.dataset !== null });
  const [uploading, setUploading] = useState(false);
  const imageCount = dataset.data?.media ?? null;
  const lacks = draftProblems(draft, imageCount);
  const at = STEPS.indexOf(step);
  const [before, after] = [STEPS[at - 1], STEPS[at + 1]];
  return (
    <div className={classes.page}>
      <title>New task · Countersign</title>
      <h1 className={page.title}>New task</h1>
      <nav aria-label="Steps">
        <ol className={classes.steps}>
          {STEPS.map((each, index) => {
            const done = index < STEPS.length - 1 && !lacks.some((lack) => lack.step === each) && drafting.isDirty;
            return (
              <li key={each} className={classes.step}>
                <Link
                  to="/tasks/new"
                  search={{ step: each }}
                  className={classes.link}
                  aria-current={each === step ? 'step' : undefined}
                >
                  <span className={classes.number} data-done={done || undefined}>
                    {done ? <IconCheck size={13} stroke={2.6} role="img" aria-label="Complete" /> : index + 1}
                  </span>
                  {STEP_LABEL[each]}
                </Link>
              </li>
            );
          })}
        </ol>
      </nav>
      <section aria-label={STEP_LABEL[step]}>
        {/* Stays mounted while other steps are shown, so that an upload continues. */}
        <div hidden={step !== 'data'}>
          <DataStep drafting={drafting} uploading={uploading} onUploading={setUploading} />
        </div>
        {step === 'ontology' && <OntologyStep drafting={drafting} />}
        {step === 'workflow' && <WorkflowStep drafting={drafting} />}
        {step === 'people' && <PeopleStep drafting={drafting} />}
        {step === 'summary' && (
          <SummaryStep drafting={drafting} dataset={dataset.data} lacks={lacks} uploading={uploading} />
        )}
      </section>
      <footer className={classes.foot}>
        {before && (
          <Button
            variant="default"
            renderRoot={(props) => <Link to="/tasks/new" search={{ step: before }} {...props} />}
          >
            Back
          </Button>
        )}
        {after && (
          <Button renderRoot={(props) => <Link to="/tasks/new" search={{ step: after }} {...props} />}>
            Next: {STEP_LABEL[after]}
          </Button>
        )}
      </footer>
      <LeaveGuard
        when={drafting.isDirty}
        reload={false}
        title="Discard this task?"
        leave="Discard task"
        leaves={(pathname) => pathname !== '/tasks/new'}
        onLeave={drafting.clear}
      >
        The task has not been created yet, and your entries will be lost. A dataset that you created and its images are
        kept.
        {uploading && ' Images that are still uploading are not added.'}
      </LeaveGuard>
    </div>
  );
}
