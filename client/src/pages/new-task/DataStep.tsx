// Step 1: what the task is called, and whose pictures it takes: a dataset there is, or a new one with pictures to upload.
import { Button, SegmentedControl, Select, Skeleton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MAX_NAME_CHARS } from '../../protocol/limits';
import { datasetsQuery, useCreateDataset } from '../data/datasets';
import { fieldError } from '../data/errors';
import { Failure } from '../data/Failure';
import { QueryError } from '../data/QueryError';
import { PictureUpload } from '../datasets/upload/PictureUpload';
import page from '../Page.module.css';
import classes from './NewTaskPage.module.css';
import type { Drafting } from './use-task-draft';

interface Props {
  drafting: Drafting;
  /** Pictures are on their way into the chosen dataset: another one cannot be chosen meanwhile, it would stop them. */
  uploading: boolean;
  onUploading: (running: boolean) => void;
}

export function DataStep({ drafting, uploading, onUploading }: Props) {
  const { draft, change } = drafting;
  const datasets = useQuery(datasetsQuery);
  const [making, setMaking] = useState(false);
  const chosen = datasets.data?.find(({ id }) => id === draft.dataset);
  const none = datasets.data?.length === 0;
  return (
    <div className={classes.card}>
      <TextInput
        label="Name of the task"
        required
        maxLength={MAX_NAME_CHARS}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <div className={page.fields}>
        <div>
          <b>Pictures</b>
          <p className={page.lead}>
            Each picture of the dataset becomes an item of the task. Tasks can share a dataset; what is accepted is
            written to it.
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
                value={making ? 'new' : 'existing'}
                onChange={(value) => setMaking(value === 'new')}
                data={[
                  { value: 'existing', label: 'One there is' },
                  { value: 'new', label: 'A new one' },
                ]}
              />
            )}
            {making || none ? (
              <NewDataset
                onMade={(id) => {
                  change({ dataset: id });
                  setMaking(false);
                }}
              />
            ) : (
              <Select
                label="Dataset"
                placeholder="Choose a dataset"
                description={uploading ? 'Stays while pictures are on their way into it.' : undefined}
                disabled={uploading}
                searchable
                nothingFoundMessage="No dataset by that name"
                data={datasets.data.map(({ id, name, media }) => ({
                  value: id,
                  label: `${name} · ${media.toLocaleString()} ${media === 1 ? 'picture' : 'pictures'}`,
                }))}
                value={draft.dataset}
                onChange={(dataset) => change({ dataset })}
              />
            )}
          </>
        )}
      </div>
      {chosen && !making && (
        <div className={page.fields}>
          <div>
            <b>Add pictures to {chosen.name}</b>
            <p className={page.lead}>They are in the dataset at once, whatever becomes of this task.</p>
          </div>
          <PictureUpload key={chosen.id} datasetId={chosen.id} onBusy={onUploading} />
        </div>
      )}
    </div>
  );
}

function NewDataset({ onMade }: { onMade: (id: string) => void }) {
  const create = useCreateDataset();
  const [name, setName] = useState('');
  const taken = fieldError(create.error, 'name');
  return (
    <form
      className={page.fields}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') create.mutate(name.trim(), { onSuccess: ({ id }) => onMade(id) });
      }}
    >
      <div className={classes.row}>
        <TextInput
          className={classes.grow}
          label="Name of the dataset"
          maxLength={MAX_NAME_CHARS}
          value={name}
          error={taken !== undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={name.trim() === ''} loading={create.isPending}>
          Make the dataset
        </Button>
      </div>
      <Failure error={create.error} what="The dataset" />
    </form>
  );
}
