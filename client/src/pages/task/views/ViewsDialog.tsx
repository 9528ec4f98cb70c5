// Renames, shares, updates and deletes saved views.
import { ActionIcon, Button, Group, Modal, Switch, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { SavedView } from '../../../protocol/types';
import { fieldError } from '../../queries/errors';
import { Failure } from '../../queries/Failure';
import { useChangeView, useDeleteView } from '../../queries/views';
import { type DataSearch, isSameView, readDataSearch, viewOf } from '../search';
import { MAX_NAME } from './SaveViewDialog';
import classes from './Views.module.css';

interface Props {
  taskId: string;
  views: readonly SavedView[];
  search: DataSearch;
  shares: boolean;
  manages: boolean;
  opened: boolean;
  onClose: () => void;
}

export function ViewsDialog({ taskId, views, search, shares, manages, opened, onClose }: Props) {
  // Other people's views can only be opened, except that an admin can delete them.
  const shown = views.filter((view) => view.mine || manages);
  return (
    <Modal opened={opened} onClose={onClose} title="Saved views" size={560}>
      {shown.length === 0 ? (
        <p className="dim">You have no saved views.</p>
      ) : (
        <ul className={classes.views}>
          {shown.map((view) => (
            <li key={view.id}>
              <Row taskId={taskId} view={view} search={search} shares={shares} />
            </li>
          ))}
        </ul>
      )}
    </Modal>
  );
}

function Row({
  taskId,
  view,
  search,
  shares,
}: {
  taskId: string;
  view: SavedView;
  search: DataSearch;
  shares: boolean;
}) {
  const change = useChangeView(taskId);
  const remove = useDeleteView(taskId);
  const [name, setName] = useState(view.name);
  const [confirming, setConfirming] = useState(false);
  const taken = fieldError(change.error, 'name');
  const rename = () => {
    const text = name.trim();
    if (text === '') setName(view.name);
    else if (text !== view.name && !change.isPending) change.mutate({ id: view.id, name: text });
  };
  if (confirming) {
    return (
      <div className={classes.view}>
        <span className={classes.grow}>
          Delete “<bdi>{view.name}</bdi>”{view.shared && ' for everyone'}?
        </span>
        <Button variant="default" data-autofocus onClick={() => setConfirming(false)}>
          Cancel
        </Button>
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(view.id)}>
          Delete view
        </Button>
        <Failure error={remove.error} what="The view" />
      </div>
    );
  }
  return (
    <div className={classes.view}>
      {view.mine ? (
        <TextInput
          className={classes.grow}
          aria-label={`Name of ${view.name}`}
          maxLength={MAX_NAME}
          value={name}
          error={taken}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={rename}
          onKeyDown={(event) => {
            if (event.key === 'Enter') rename();
          }}
        />
      ) : (
        <span className={classes.grow}>
          <bdi>{view.name}</bdi> <span className="dim">by {view.by.name}</span>
        </span>
      )}
      <Group gap="sm" wrap="nowrap">
        {view.mine && shares && (
          <Switch
            label="Shared"
            aria-label={`Share ${view.name}`}
            checked={change.isPending && change.variables.shared !== undefined ? change.variables.shared : view.shared}
            onChange={(event) => change.mutate({ id: view.id, shared: event.currentTarget.checked })}
          />
        )}
        {view.mine && !isSameView(readDataSearch(view.query), search) && (
          <Button
            variant="default"
            title="Replace this view with what the list shows now"
            onClick={() => change.mutate({ id: view.id, query: { ...viewOf(search) } })}
          >
            Update
          </Button>
        )}
        <ActionIcon aria-label={`Delete ${view.name}`} onClick={() => setConfirming(true)}>
          <IconTrash size={15} />
        </ActionIcon>
      </Group>
      {taken === undefined && <Failure error={change.error} what="The view" />}
    </div>
  );
}
