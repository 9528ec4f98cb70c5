// Keeps what the list shows under a name.
import { Modal, Switch, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { DialogForm } from '../../DialogForm';
import { fieldError } from '../../data/errors';
import { useSaveView } from '../../data/views';
import { type DataSearch, viewOf } from '../data/search';

/** As much as fits in a menu. */
export const MAX_NAME = 80;

interface Props {
  taskId: string;
  search: DataSearch;
  shares: boolean;
  opened: boolean;
  onClose: () => void;
}

export function SaveViewDialog({ opened, onClose, ...rest }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Save this view" size={380}>
      {opened && <Form {...rest} onClose={onClose} />}
    </Modal>
  );
}

function Form({ taskId, search, shares, onClose }: Omit<Props, 'opened'>) {
  const save = useSaveView(taskId);
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const taken = fieldError(save.error, 'name');
  return (
    <DialogForm
      stay="Cancel"
      act="Save view"
      ready={name.trim() !== ''}
      pending={save.isPending}
      error={taken === undefined && save.error}
      what="The view"
      onSubmit={() =>
        save.mutate(
          { name: name.trim(), query: { ...viewOf(search) }, ...(shared && { shared }) },
          {
            onSuccess: (view) => {
              notifications.show({ message: `The view “${view.name}” is saved` });
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description="Its filters, order and look are kept."
        required
        maxLength={MAX_NAME}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={taken}
      />
      {shares && (
        <Switch
          label="Everybody in the task sees it"
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
      )}
    </DialogForm>
  );
}
