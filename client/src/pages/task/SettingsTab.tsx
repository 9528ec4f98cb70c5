// The settings of a task, which its admins can change: its state, name, editor lock, images and review; and the export.
import { Button, Skeleton, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../protocol/api';
import { MAX_NAME_CHARS } from '../../protocol/limits';
import type { Me, Task } from '../../protocol/types';
import { Delayed } from '../../ui/Delayed';
import page from '../Page.module.css';
import { Failure } from '../queries/Failure';
import { canManage } from '../queries/permissions';
import { taskQuery, useChangeTask, withPendingChange } from '../queries/tasks';
import { AddImages } from '../setup/AddImages';
import { StateSetting } from '../setup/StateSetting';
import { ReviewSettings } from './ReviewSettings';
import { SwitchSetting } from './SwitchSetting';

export function SettingsTab({ taskId, me }: { taskId: string; me: Me }) {
  const task = useQuery(taskQuery(taskId));
  if (!task.data) {
    return (
      <Delayed>
        <div className={page.page}>
          <Skeleton height={200} radius="md" />
        </div>
      </Delayed>
    );
  }
  return <Settings task={task.data} me={me} />;
}

function Settings({ task, me }: { task: Task; me: Me }) {
  const change = useChangeTask(task.id);
  const [name, setName] = useState(task.name);
  useEffect(() => setName(task.name), [task.name]);
  const may = canManage(task, me);
  return (
    <div className={`${page.page} ${page.narrow}`}>
      <header className={page.head}>
        <div>
          <h2 className={page.subtitle}>Settings</h2>
          {!may && <p className={page.lead}>Only admins of the task can change these settings.</p>}
        </div>
      </header>
      <div className={page.card}>
        <StateSetting task={task} may={may} />
        <form
          className={page.setting}
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate({ name: name.trim() }, { onSuccess: () => notifications.show({ message: 'Name saved' }) });
          }}
        >
          <TextInput
            label="Name"
            flex={1}
            maxLength={MAX_NAME_CHARS}
            disabled={!may}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="default"
            mt={21}
            disabled={!may || name.trim() === '' || name.trim() === task.name}
          >
            Save
          </Button>
        </form>
        <SwitchSetting
          title="One editor at a time"
          why="On: the first person to open an item edits it, and others can watch and comment. Off: everyone who can edit at the item’s stage can edit at the same time, and the edits are merged."
          checked={withPendingChange(task, change).editor_lock}
          editable={may}
          onChange={(on) => change.mutate({ editor_lock: on })}
        />
        {may && <AddImages task={task} me={me} />}
        {(may || task.roles.includes('inspector')) && <Export task={task.id} />}
      </div>
      <div style={{ marginTop: 12 }}>
        <Failure error={change.error} what="The task" />
      </div>
      <ReviewSettings task={task} may={may} />
    </div>
  );
}

function Export({ task }: { task: string }) {
  return (
    <div className={page.setting}>
      <div>
        <b>Export</b>
        <p className={page.lead}>COCO JSON with the accepted results, or with the current labels of every item.</p>
      </div>
      <Button.Group>
        <Button
          component="a"
          href={api.exportCocoUrl(task, true)}
          download
          variant="default"
          leftSection={<IconDownload size={15} stroke={1.8} />}
        >
          Accepted
        </Button>
        <Button component="a" href={api.exportCocoUrl(task, false)} download variant="default">
          All
        </Button>
      </Button.Group>
    </div>
  );
}
