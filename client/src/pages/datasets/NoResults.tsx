// A dataset without results to show: no pictures yet, nothing accepted yet, or nothing that fits the filters.
import { Button } from '@mantine/core';
import { IconDatabaseOff, IconPhotoUp } from '@tabler/icons-react';
import type { Dataset } from '../../protocol/types';
import { EmptyState, NothingMatches } from '../../ui/States';

interface Props {
  dataset: Dataset;
  filtered: boolean;
  onClear: () => void;
  /** Null for those who may not add pictures. */
  onUpload: (() => void) | null;
}

export function NoResults({ dataset, filtered, onClear, onUpload }: Props) {
  if (filtered) return <NothingMatches what="result" where="this dataset" onClear={onClear} />;
  if (dataset.media === 0) {
    return (
      <EmptyState
        icon={<IconPhotoUp size={26} stroke={1.6} />}
        title="No pictures yet"
        action={onUpload && <Button onClick={onUpload}>Add pictures…</Button>}
      >
        {onUpload ? 'Add the pictures that tasks will label.' : 'An administrator of this server adds pictures.'}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<IconDatabaseOff size={26} stroke={1.6} />} title="Nothing accepted yet">
      {dataset.tasks.length === 0
        ? 'No task works on these pictures yet. What is accepted in one shows up here.'
        : 'What is accepted in the tasks of this dataset shows up here, version by version.'}
    </EmptyState>
  );
}
