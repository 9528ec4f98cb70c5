// Step 5: all that was said, what is missing, and the task made of it: as a draft, or published at once.
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Dataset } from '../../protocol/types';
import { ROLE_LABEL } from '../../ui/stages';
import { describeError } from '../data/errors';
import { Failure } from '../data/Failure';
import { useCreateTask } from '../data/tasks';
import page from '../Page.module.css';
import { DISTRIBUTIONS } from '../setup/DistributionField';
import { REQUIRES } from '../setup/FinishRequiresField';
import { WorkflowChain } from '../setup/WorkflowChain';
import { type Lacking, requestOf } from './draft';
import classes from './NewTaskPage.module.css';
import type { Step } from './steps';
import type { Drafting } from './use-task-draft';

interface Props {
  drafting: Drafting;
  dataset: Dataset | undefined;
  lacks: readonly Lacking[];
  /** Pictures are on their way. */
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
        <Fact name="Pictures" step="data">
          {dataset ? (
            <>
              {dataset.media.toLocaleString()} of the dataset {dataset.name}
            </>
          ) : (
            <span className="dim">None yet</span>
          )}
        </Fact>
        <Fact name="Ontology" step="ontology">
          {classesOf.length === 0 && <span className="dim">No class yet</span>}
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
            Who works on an item: {DISTRIBUTIONS.find(({ value }) => value === draft.distribution)?.label.toLowerCase()}
          </div>
          <div>{draft.editor_lock ? 'One editor at a time' : 'Several editors at once'}</div>
          <div>
            Before an item moves on:{' '}
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
                Put it right
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Make drafting={drafting} lacks={lacks} uploading={uploading} />
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

function Make({ drafting, lacks, uploading }: Pick<Props, 'drafting' | 'lacks' | 'uploading'>) {
  const navigate = useNavigate();
  const create = useCreateTask();
  const [publishing, setPublishing] = useState(false);
  const request = requestOf(drafting.draft);
  const possible = request !== null && !uploading && !lacks.some(({ hinders }) => hinders);

  const make = (publish: boolean) => {
    if (request === null || create.isPending) return;
    setPublishing(publish);
    create.mutate(
      { request, publish },
      {
        onSuccess: ({ task, refused }) => {
          drafting.forget();
          if (refused !== null) {
            const { detail } = describeError(refused, 'The task');
            notifications.show({
              color: 'red',
              title: `${task.name} is made, as a draft. It could not be published.`,
              message: detail,
              autoClose: false,
            });
          } else {
            notifications.show({
              color: 'green',
              message: publish ? `${task.name} is published` : `${task.name} is made, as a draft`,
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
          onClick={() => make(true)}
        >
          Create and publish
        </Button>
        <Button
          variant="default"
          disabled={!possible}
          loading={create.isPending && !publishing}
          onClick={() => make(false)}
        >
          Create as a draft
        </Button>
      </Group>
      {uploading && (
        <p role="status" className={page.lead}>
          Pictures are still on their way; the task can be made once they have arrived.
        </p>
      )}
      <p className={page.lead}>
        A draft is seen by its managers alone; publish it in its settings. Once published, its members find it in My
        Tasks.
      </p>
    </>
  );
}
