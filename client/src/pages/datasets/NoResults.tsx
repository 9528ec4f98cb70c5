// The empty states of a dataset: no images yet, nothing accepted yet, or no results that match the filters.
import { Button } from '@mantine/core';
import { IconDatabaseOff, IconPhotoUp } from '@tabler/icons-react';
import type { Dataset } from '../../protocol/types';
import { EmptyState, NoMatches } from '../../ui/States';

interface Props {
  dataset: Dataset;
  filtered: boolean;
  onClear: () => void;
  /** Null if the user may not add images. */
  onUpload: (() => void) | null;
}

export function NoResults({ dataset, filtered, onClear, onUpload }: Props) {
  if (filtered) return <NoMatches what="result" where="this dataset" onClear={onClear} />;
  if (dataset.media === 0) {
    return (
      <EmptyState
        icon={<IconPhotoUp size={26} stroke={1.6} />}
        title="No images yet"
        action={onUpload && <Button onClick={onUpload}>Add images…</Button>}
      >
        {onUpload ? 'Add the images that tasks will label.' : 'A server administrator can add images.'}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<IconDatabaseOff size={26} stroke={1.6} />} title="Nothing accepted yet">
      {dataset.tasks.length === 0
        ? 'No task uses these images yet. Accepted results appear here.'
        : 'Results that are accepted in the tasks of this dataset appear here, with all their versions.'}
    </EmptyState>
  );
}
