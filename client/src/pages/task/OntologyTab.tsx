// The ontology of a task, edited by its admins. It is saved as a whole, after a confirmation if the change breaks labels.
import { Button, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import type { Me, OntologyBreak, Task } from '../../protocol/types';
import { Delayed } from '../../ui/Delayed';
import { BreakingChangesDialog } from '../ontology/BreakingChangesDialog';
import { sameOntology, toDraft, toOntology } from '../ontology/draft';
import { summarizeChanges } from '../ontology/fixed-ids';
import { OntologyEditor } from '../ontology/OntologyEditor';
import { useOntologyEditor } from '../ontology/use-ontology-editor';
import page from '../Page.module.css';
import { Failure } from '../queries/Failure';
import { canManage } from '../queries/permissions';
import { taskQuery, useChangeOntology } from '../queries/tasks';
import { LeaveGuard } from '../setup/LeaveGuard';
import classes from './OntologyTab.module.css';

const route = getRouteApi('/inside/framed/tasks/$taskId/ontology');

export function OntologyRoute() {
  return <OntologyTab taskId={route.useParams().taskId} me={route.useRouteContext().me} />;
}

function OntologyTab({ taskId, me }: { taskId: string; me: Me }) {
  const task = useQuery(taskQuery(taskId));
  if (!task.data) {
    return (
      <Delayed label="Loading the ontology">
        <div className={page.page}>
          <Skeleton height={320} radius="md" />
        </div>
      </Delayed>
    );
  }
  if (!canManage(task.data, me)) {
    return (
      <div className={page.page}>
        <p className={page.lead}>Only admins of the task can edit its ontology.</p>
      </div>
    );
  }
  return <Edit task={task.data} />;
}

function Edit({ task }: { task: Task }) {
  const stored = task.ontology;
  // The ontology that the edit started from, in the form that the draft writes.
  const [base, setBase] = useState(() => toOntology(toDraft(stored)));
  const editing = useOntologyEditor(base, base);
  const save = useChangeOntology(task.id);
  const edits = summarizeChanges(base, editing.draft);
  const same = useMemo(() => sameOntology(stored, base), [stored, base]);
  // The saved ontology arrives with the task shortly before the save is known to have succeeded.
  const elsewhere = !same && !save.isPending;
  // Kept longer than the response that reported them: the dialog shows them until the change is applied.
  const [breaks, setBreaks] = useState<readonly OntologyBreak[] | null>(null);
  const { restart } = editing;

  const begin = () => {
    setBase(toOntology(toDraft(stored)));
    restart(stored);
  };
  // A step like any other: Undo restores the discarded changes.
  const discard = () => {
    setBase(toOntology(toDraft(stored)));
    editing.apply(toDraft(stored, editing.draft.nextKey));
  };
  // Without unsaved changes, an ontology that another admin has saved is simply shown.
  const follow = elsewhere && edits === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each new ontology
  useEffect(() => {
    if (follow) begin();
  }, [follow, stored]);

  const send = (confirm: boolean) => {
    const ontology = toOntology(editing.draft);
    save.mutate(
      { ontology, confirm },
      {
        onSuccess: ({ applied, breaks: told }) => {
          setBreaks(applied ? null : told);
          if (!applied) return;
          setBase(ontology);
          notifications.show({ message: 'Ontology saved. Open items use it at once.' });
        },
      },
    );
  };
  return (
    <div className={classes.tab}>
      <header className={page.head}>
        <div>
          <h2 className={page.subtitle}>Ontology</h2>
          <p className={page.lead}>
            The classes and attributes of this task’s labels. You confirm a change that affects existing labels before
            it is saved.
          </p>
        </div>
      </header>
      {elsewhere && edits !== null && (
        <div className={classes.elsewhere} role="status">
          <span>
            <b>Someone else has changed the ontology.</b> Saving replaces their version with yours.
          </span>
          <Button variant="default" onClick={discard}>
            Discard mine and show theirs
          </Button>
        </div>
      )}
      <OntologyEditor editing={editing} />
      <footer className={classes.foot}>
        <span className="dim" role="status">
          {edits ?? 'No changes'}
          {editing.problems.length > 0 && edits !== null && ' · fix the marked problems to save'}
        </span>
        {breaks === null && <Failure error={save.error} what="The ontology" />}
        <div className={classes.actions}>
          <Button variant="default" disabled={edits === null} onClick={discard}>
            Discard
          </Button>
          <Button
            disabled={edits === null || editing.problems.length > 0}
            loading={save.isPending && breaks === null}
            onClick={() => send(false)}
          >
            Save
          </Button>
        </div>
      </footer>
      <BreakingChangesDialog
        breaks={breaks}
        saving={save.isPending}
        error={save.error}
        onConfirm={() => send(true)}
        onClose={() => {
          setBreaks(null);
          save.reset();
        }}
      />
      <LeaveGuard when={edits !== null} title="Leave without saving?">
        Your changes to the ontology are not saved: {edits?.toLowerCase()}.
      </LeaveGuard>
    </div>
  );
}
