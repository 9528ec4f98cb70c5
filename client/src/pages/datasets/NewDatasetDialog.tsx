// Creates a dataset by its name. Its images are added afterwards.
import { Modal, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { MAX_NAME_CHARS } from '../../protocol/limits';
import { DialogForm } from '../DialogForm';
import { useCreateDataset } from '../queries/datasets';
import { fieldError } from '../queries/errors';

export function NewDatasetDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const create = useCreateDataset();
  const [name, setName] = useState('');
  const close = () => {
    setName('');
    create.reset();
    onClose();
  };
  const taken = fieldError(create.error, 'name');
  return (
    <Modal opened={opened} onClose={close} title="New dataset">
      <DialogForm
        cancelLabel="Cancel"
        submitLabel="Create dataset"
        ready={name.trim() !== ''}
        pending={create.isPending}
        error={taken === undefined && create.error}
        subject="The dataset"
        onSubmit={() =>
          create.mutate(name.trim(), {
            onSuccess: ({ id }) => {
              close();
              void navigate({ to: '/datasets/$datasetId', params: { datasetId: id }, search: {} });
            },
          })
        }
        onClose={close}
      >
        <TextInput
          label="Name"
          description="You can add images in the next step."
          required
          data-autofocus
          maxLength={MAX_NAME_CHARS}
          value={name}
          error={taken}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </DialogForm>
    </Modal>
  );
}
