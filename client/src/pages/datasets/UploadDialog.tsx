// Adds images to a dataset (server administrators). Asks before closing during an upload.
import { Button, Group, Modal } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { Dataset } from '../../protocol/types';
import classes from './UploadDialog.module.css';
import { ImageUpload } from './upload/ImageUpload';

interface Props {
  dataset: Dataset;
  opened: boolean;
  onClose: () => void;
}

export function UploadDialog({ dataset, opened, onClose }: Props) {
  const [state, setState] = useState<'idle' | 'busy' | 'asking'>('idle');
  const onBusy = useCallback((busy: boolean) => setState(busy ? 'busy' : 'idle'), []);
  const leave = () => {
    setState('idle');
    onClose();
  };
  const close = () => (state === 'idle' ? leave() : setState('asking'));
  return (
    <Modal opened={opened} onClose={close} title={`Add images to ${dataset.name}`} size="lg">
      <p className={classes.lead}>
        The images become part of the dataset. To use them in a task, an admin of the task adds them in its settings.
      </p>
      <ImageUpload datasetId={dataset.id} onBusy={onBusy} />
      {state === 'asking' ? (
        <div className={classes.ask} role="alert">
          <span>Images are still uploading. Those already uploaded are kept. The rest will not be sent.</span>
          <Group gap="sm">
            <Button autoFocus variant="default" onClick={() => setState('busy')}>
              Keep uploading
            </Button>
            <Button color="red" onClick={leave}>
              Stop and close
            </Button>
          </Group>
        </div>
      ) : (
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            Close
          </Button>
        </Group>
      )}
    </Modal>
  );
}
