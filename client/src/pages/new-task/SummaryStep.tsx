// Step 5: a summary of the task, what is missing, and the buttons that create it as a draft or published.
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Dataset } from '../../protocol/types';
import { ROLE_LABEL } from '../../ui/stages';
import page from '../Page.module.css';
import { describeError } from '../queries/errors';
import { Failure } from '../queries/Failure';
import { useCreateTask } from '../queries/tasks';
import { DISTRIBUTIONS } from '../setup/DistributionField';
import { REQUIRES } from '../setup/FinishRequiresField';
import { WorkflowChain } from '../setup/WorkflowChain';
import { type DraftProblem, requestOf } from './draft';
import classes from './NewTaskPage.module.css';
import type { Step } from './steps';
import type { TaskDraftState } from './use-task-draft';

interface Props {
  drafting: TaskDraftState;
  dataset: Dataset | undefined;
  lacks: readonly DraftProblem[];
  /** Whether images are being uploaded. */
  uploading: boolean;
}

export function SummaryStep({ drafting, dataset, lacks, uploading }: Props) {
  const { draft } = drafting;
  const classesOf = draft.ontology.classes;
  return (
    <div className={classes.card}>
      <dl className={classes.facts}>
        <Fact name="Name" step="data">
          {draft.name.trim() || <span className="dim">None yet</span>}
        </Fact>
        <Fact name="Images" step="data">
          {dataset ? (
            <>
              {dataset.media.toLocaleString()} in the dataset {dataset.name}
            </>
          ) : (
            <span className="dim">None yet</span>
          )}
        </Fact>
        <Fact name="Ontology" step="ontology">
          {classesOf.length === 0 && <span className="dim">No classes yet</span>}
          <span className={classes.swatches}>
            {classesOf.slice(0, 24).map((each) => (
              <span key={each.id}>
                <i style={{ backgroundColor: each.color }} />
                {each.name}
              </span>
            ))}
            {classesOf.length > 24 && <span className="dim">and {classesOf.length - 24} more</span>}
          </span>
        </Fact>
        <Fact name="Workflow" step="workflow">
          <WorkflowChain workflow={draft.workflow} />
        </Fact>
        <Fact name="People" step="people">
          {draft.members.map(({ person, roles }) => (
            <div key={person.id}>
              {person.name}{' '}
              <span className="dim">{roles.map((role) => ROLE_LABEL[role].toLowerCase()).join(', ')}</span>
            </div>
          ))}
        </Fact>
        <Fact name="Rules" step="people">
          <div>
            Who can work on it: {DISTRIBUTIONS.find(({ value }) => value === draft.distribution)?.label.toLowerCase()}
          </div>
          <div>{draft.editor_lock ? 'One editor at a time' : 'Several editors at once'}</div>
          <div>
            Required before an item moves on:{' '}
            {REQUIRES.find(({ value }) => value === draft.finish_requires)?.label.toLowerCase()}
          </div>
          {draft.consensus && <div>Annotators work without comments</div>}
          {draft.issue_tags.length > 0 && <div>Issue tags: {draft.issue_tags.map(({ name }) => name).join(', ')}</div>}
        </Fact>
      </dl>
      {lacks.length > 0 && (
        <ul className={classes.lacks} aria-label="What is missing">
          {lacks.map(({ step, sentence }) => (
            <li key={sentence}>
              <IconAlertTriangle size={15} stroke={1.9} aria-hidden />
              <span>{sentence}</span>
              <Link to="/tasks/new" search={{ step }} className={classes.change}>
                Fix
              </Link>
            </li>
          ))}
        </ul>
      )}
      <CreateButtons drafting={drafting} lacks={lacks} uploading={uploading} />
    </div>
  );
}

function Fact({ name, step, children }: { name: string; step: Step; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
      <dd>
        <Link to="/tasks/new" search={{ step }} className={classes.change} aria-label={`Change ${name.toLowerCase()}`}>
          Change
        </Link>
      </dd>
    </div>
  );
}

function CreateButtons({ drafting, lacks, uploading }: Pick<Props, 'drafting' | 'lacks' | 'uploading'>) {
  const navigate = useNavigate();
  const create = useCreateTask();
  const [publishing, setPublishing] = useState(false);
  const request = requestOf(drafting.draft);
  const possible = request !== null && !uploading && !lacks.some(({ blocksDraft }) => blocksDraft);

  const createTask = (publish: boolean) => {
    if (request === null || create.isPending) return;
    setPublishing(publish);
    create.mutate(
      { request, publish },
      {
        onSuccess: ({ task, refused }) => {
          drafting.clear();
          if (refused !== null) {
            const { detail } = describeError(refused, 'The task');
            notifications.show({
              color: 'red',
              title: `${task.name} was created as a draft, but could not be published.`,
              message: detail,
              autoClose: false,
            });
          } else {
            notifications.show({
              color: 'green',
              message: publish ? `${task.name} was published` : `${task.name} was created as a draft`,
            });
          }
          const to = publish && refused === null ? '/tasks/$taskId' : '/tasks/$taskId/settings';
          void navigate({ to, params: { taskId: task.id }, ignoreBlocker: true });
        },
      },
    );
  };
  return (
    <>
      <Failure error={create.error} what="The task" />
      <Group gap="sm">
        <Button
          disabled={!possible || lacks.length > 0}
          loading={create.isPending && publishing}
          onClick={() => createTask(true)}
        >
          Create and publish
        </Button>
        <Button
          variant="default"
          disabled={!possible}
          loading={create.isPending && !publishing}
          onClick={() => createTask(false)}
        >
          Create as draft
        </Button>
      </Group>
      {uploading && (
        <p role="status" className={page.lead}>
          Images are still uploading. You can create the task once the upload is complete.
        </p>
      )}
      <p className={page.lead}>
        Only admins can see a draft. You can publish it in its settings. Members then find it in My tasks.
      </p>
    </>
  );
}
