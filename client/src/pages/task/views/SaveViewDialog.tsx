// Saves the current view of the list under a name.
import { Modal, Switch, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { DialogForm } from '../../DialogForm';
import { fieldError } from '../../queries/errors';
import { useSaveView } from '../../queries/views';
import { type DataSearch, viewOf } from '../search';

/** The longest name that fits in a menu. */
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
      cancelLabel="Cancel"
      submitLabel="Save view"
      ready={name.trim() !== ''}
      pending={save.isPending}
      error={taken === undefined && save.error}
      subject="The view"
      onSubmit={() =>
        save.mutate(
          { name: name.trim(), query: { ...viewOf(search) }, ...(shared && { shared }) },
          {
            onSuccess: (view) => {
              notifications.show({ message: `View “${view.name}” saved` });
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description="Saves the filters, order and layout."
        required
        maxLength={MAX_NAME}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={taken}
      />
      {shares && (
        <Switch
          label="Share with everyone in the task"
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
      )}
    </DialogForm>
  );
}
