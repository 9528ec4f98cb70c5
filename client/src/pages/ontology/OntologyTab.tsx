// The ontology of a task, edited by its managers: saved as a whole, and asked before labels lose their place.
import { Button, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import type { Me, OntologyBreak, Task } from '../../protocol/types';
import { Delayed } from '../../ui/Delayed';
import { Failure } from '../data/Failure';
import { taskQuery, useChangeOntology } from '../data/tasks';
import page from '../Page.module.css';
import { LeaveGuard } from '../setup/LeaveGuard';
import { canManage } from '../task/TaskLayout';
import { BreaksDialog } from './BreaksDialog';
import { closeDraft, openOntology, sameOntology } from './draft';
import { differences } from './fixed-ids';
import { OntologyEditor } from './OntologyEditor';
import classes from './OntologyTab.module.css';
import { useEditing } from './use-editing';

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
        <p className={page.lead}>Admins of the task edit its ontology.</p>
      </div>
    );
  }
  return <Edit task={task.data} />;
}

function Edit({ task }: { task: Task }) {
  const stored = task.ontology;
  // What the edit began with, as the draft writes it.
  const [base, setBase] = useState(() => closeDraft(openOntology(stored)));
  const editing = useEditing(base, base);
  const save = useChangeOntology(task.id);
  const edits = differences(base, editing.draft);
  const same = useMemo(() => sameOntology(stored, base), [stored, base]);
  // What is being saved comes back a moment before it is known to be mine.
  const elsewhere = !same && !save.isPending;
  // Beyond the answer that told them: they stand there until it is done.
  const [breaks, setBreaks] = useState<readonly OntologyBreak[] | null>(null);
  const { restart } = editing;

  const begin = () => {
    setBase(closeDraft(openOntology(stored)));
    restart(stored);
  };
  // A step like any other: Undo brings back what was written.
  const discard = () => {
    setBase(closeDraft(openOntology(stored)));
    editing.apply(openOntology(stored, editing.draft.nextKey));
  };
  // With nothing of one's own under way, what another manager saved is simply shown.
  const follow = elsewhere && edits === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each ontology that comes
  useEffect(() => {
    if (follow) begin();
  }, [follow, stored]);

  const send = (confirm: boolean) => {
    const ontology = closeDraft(editing.draft);
    save.mutate(
      { ontology, confirm },
      {
        onSuccess: ({ applied, breaks: told }) => {
          setBreaks(applied ? null : told);
          if (!applied) return;
          setBase(ontology);
          notifications.show({ message: 'Ontology saved; open items have it at once' });
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
            What labels of this task may be. Adding is free; what takes something away asks first.
          </p>
        </div>
      </header>
      {elsewhere && edits !== null && (
        <div className={classes.elsewhere} role="status">
          <span>
            <b>The ontology was changed by somebody else meanwhile.</b> Saving puts yours in its place.
          </span>
          <Button variant="default" onClick={discard}>
            Discard mine, show theirs
          </Button>
        </div>
      )}
      <OntologyEditor editing={editing} />
      <footer className={classes.foot}>
        <span className="dim" role="status">
          {edits ?? 'No changes'}
          {editing.problems.length > 0 && edits !== null && ' · put right what is marked to save'}
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
      <BreaksDialog
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
