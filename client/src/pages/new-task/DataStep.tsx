// Step 1: the name of the task and its dataset, either an existing one or a new one with images to upload.
import { Button, SegmentedControl, Select, Skeleton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MAX_NAME_CHARS } from '../../protocol/limits';
import { ImageUpload } from '../datasets/upload/ImageUpload';
import page from '../Page.module.css';
import { datasetsQuery, useCreateDataset } from '../queries/datasets';
import { fieldError } from '../queries/errors';
import { Failure } from '../queries/Failure';
import { QueryError } from '../queries/QueryError';
import classes from './NewTaskPage.module.css';
import type { TaskDraftState } from './use-task-draft';

interface Props {
  drafting: TaskDraftState;
  /** Whether images are being uploaded to the chosen dataset. Choosing another one would stop the upload, so it is disabled. */
  uploading: boolean;
  onUploading: (running: boolean) => void;
}

export function DataStep({ drafting, uploading, onUploading }: Props) {
  const { draft, change } = drafting;
  const datasets = useQuery(datasetsQuery);
  const [creating, setCreating] = useState(false);
  const chosen = datasets.data?.find(({ id }) => id === draft.dataset);
  const none = datasets.data?.length === 0;
  return (
    <div className={classes.card}>
      <TextInput
        label="Task name"
        required
        maxLength={MAX_NAME_CHARS}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <div className={page.fields}>
        <div>
          <b>Images</b>
          <p className={page.lead}>
            Each image in the dataset becomes an item of the task. Tasks can share a dataset. Accepted results are
            written to the dataset.
          </p>
        </div>
        {datasets.isPending && <Skeleton height={30} />}
        {datasets.isError && (
          <QueryError error={datasets.error} what="The datasets" onRetry={() => void datasets.refetch()} />
        )}
        {datasets.data && (
          <>
            {!none && (
              <SegmentedControl
                aria-label="Which dataset"
                disabled={uploading}
                w={300}
                value={creating ? 'new' : 'existing'}
                onChange={(value) => setCreating(value === 'new')}
                data={[
                  { value: 'existing', label: 'Existing dataset' },
                  { value: 'new', label: 'New dataset' },
                ]}
              />
            )}
            {creating || none ? (
              <NewDataset
                onCreated={(id) => {
                  change({ dataset: id });
                  setCreating(false);
                }}
              />
            ) : (
              <Select
                label="Dataset"
                placeholder="Choose a dataset"
                description={uploading ? 'You can choose another dataset once the upload is complete.' : undefined}
                disabled={uploading}
                searchable
                nothingFoundMessage="No matching datasets"
                data={datasets.data.map(({ id, name, media }) => ({
                  value: id,
                  label: `${name} · ${media.toLocaleString()} ${media === 1 ? 'image' : 'images'}`,
                }))}
                value={draft.dataset}
                onChange={(dataset) => change({ dataset })}
              />
            )}
          </>
        )}
      </div>
      {chosen && !creating && (
        <div className={page.fields}>
          <div>
            <b>Add images to {chosen.name}</b>
            <p className={page.lead}>They are added to the dataset at once, even if you discard this task.</p>
          </div>
          <ImageUpload key={chosen.id} datasetId={chosen.id} onBusy={onUploading} />
        </div>
      )}
    </div>
  );
}

function NewDataset({ onCreated }: { onCreated: (id: string) => void }) {
  const create = useCreateDataset();
  const [name, setName] = useState('');
  const taken = fieldError(create.error, 'name');
  return (
    <form
      className={page.fields}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') create.mutate(name.trim(), { onSuccess: ({ id }) => onCreated(id) });
      }}
    >
      <div className={classes.row}>
        <TextInput
          className={classes.grow}
          label="Dataset name"
          maxLength={MAX_NAME_CHARS}
          value={name}
          error={taken !== undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={name.trim() === ''} loading={create.isPending}>
          Create dataset
        </Button>
      </div>
      <Failure error={create.error} what="The dataset" />
    </form>
  );
}
