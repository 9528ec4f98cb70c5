// A new dataset: its name first, then its pictures.
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { MAX_NAME_CHARS } from '../../protocol/limits';
import { useCreateDataset } from '../data/datasets';
import { fieldError } from '../data/errors';
import { Failure } from '../data/Failure';

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
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === '' || create.isPending) return;
          create.mutate(name.trim(), {
            onSuccess: ({ id }) => {
              close();
              void navigate({ to: '/datasets/$datasetId', params: { datasetId: id }, search: {} });
            },
          });
        }}
      >
        <TextInput
          label="Name"
          description="Add its pictures in the next step."
          required
          data-autofocus
          maxLength={MAX_NAME_CHARS}
          value={name}
          error={taken}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {taken === undefined && <Failure error={create.error} what="The dataset" />}
        <Group justify="flex-end" mt="md" gap="sm">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" disabled={name.trim() === ''} loading={create.isPending}>
            Make the dataset
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
