// The state of a task, what it still lacks, and the buttons to publish, pause, close and reopen it, each with a confirmation.
import { Button, Group, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Task } from '../../protocol/types';
import { DialogForm } from '../DialogForm';
import page from '../Page.module.css';
import { membersQuery, useChangeTask } from '../queries/tasks';
import { type Missing, missingSetup } from './missing-setup';
import classes from './StateSetting.module.css';
import { STATE_CHANGES, STATE_LABEL, STATE_MEANING, type StateChange } from './task-state';

/** Where to fix what is missing. Images are added on this page. */
const FIX_LINK: Record<Exclude<Missing['where'], 'items'>, { to: string; label: string }> = {
  ontology: { to: '/tasks/$taskId/ontology', label: 'Edit the ontology' },
  people: { to: '/tasks/$taskId/members', label: 'Add members' },
};

export function StateSetting({ task, may }: { task: Task; may: boolean }) {
  const [confirming, setConfirming] = useState<StateChange | null>(null);
  const members = useQuery({ ...membersQuery(task.id), enabled: may && task.state === 'draft' });
  const missing =
    task.state === 'draft' && members.data
      ? missingSetup({
          classes: task.ontology.classes.length,
          items: task.total,
          workflow: task.workflow,
          members: members.data.map((member) => member.roles),
        })
      : [];
  return (
    <div className={page.setting}>
      <div className={classes.state}>
        <b>{STATE_LABEL[task.state]}</b>
        <p className={page.lead}>{STATE_MEANING[task.state]}</p>
        {missing.length > 0 && (
          <ul className={classes.missing} aria-label="What is missing">
            {missing.map(({ where, sentence }) => (
              <li key={sentence}>
                <IconAlertTriangle size={14} stroke={1.9} aria-hidden />
                <span>{sentence}</span>
                {where !== 'items' && (
                  <Link to={FIX_LINK[where].to} params={{ taskId: task.id }} className={classes.link}>
                    {FIX_LINK[where].label}
                  </Link>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
      {may && (
        <Group gap="xs" wrap="nowrap">
          {STATE_CHANGES[task.state].map((change) => (
            <Button
              key={change.label}
              variant={change.stops ? 'default' : 'filled'}
              disabled={missing.length > 0}
              onClick={() => setConfirming(change)}
            >
              {change.label}…
            </Button>
          ))}
        </Group>
      )}
      <ChangeState task={task} change={confirming} onClose={() => setConfirming(null)} />
    </div>
  );
}

function ChangeState({ task, change, onClose }: { task: Task; change: StateChange | null; onClose: () => void }) {
  const save = useChangeTask(task.id);
  const close = () => {
    save.reset();
    onClose();
  };
  return (
    <Modal opened={change !== null} onClose={close} title={change?.title} size="sm">
      {change && (
        <DialogForm
          cancelLabel={change.stops ? 'Cancel' : 'Not yet'}
          submitLabel={change.label}
          color={change.stops ? 'red' : undefined}
          focusSubmit
          ready
          pending={save.isPending}
          error={save.error}
          subject="The task"
          onSubmit={() =>
            save.mutate(
              { state: change.to },
              {
                onSuccess: (changed) => {
                  notifications.show({ message: `${changed.name} is now ${STATE_LABEL[changed.state].toLowerCase()}` });
                  close();
                },
              },
            )
          }
          onClose={close}
        >
          <p className={page.lead}>{change.effect}</p>
        </DialogForm>
      )}
    </Modal>
  );
}
