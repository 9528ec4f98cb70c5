// Adds pictures to a dataset (site admins). Closing it while pictures are under way asks first.
import { Button, Group, Modal } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { Dataset } from '../../protocol/types';
import classes from './UploadDialog.module.css';
import { PictureUpload } from './upload/PictureUpload';

interface Props {
  dataset: Dataset;
  opened: boolean;
  onClose: () => void;
}

export function UploadDialog({ dataset, opened, onClose }: Props) {
  const [state, setState] = useState<'idle' | 'busy' | 'asking'>('idle');
  const hear = useCallback((busy: boolean) => setState(busy ? 'busy' : 'idle'), []);
  const leave = () => {
    setState('idle');
    onClose();
  };
  const close = () => (state === 'idle' ? leave() : setState('asking'));
  return (
    <Modal opened={opened} onClose={close} title={`Add pictures to ${dataset.name}`} size="lg">
      <p className={classes.lead}>
        They become part of the dataset. A task works on them once its admin adds them to it, in the task’s settings.
      </p>
      <PictureUpload datasetId={dataset.id} onBusy={hear} />
      {state === 'asking' ? (
        <div className={classes.ask} role="alert">
          <span>Pictures are still on their way. What has arrived stays; the others are not sent.</span>
          <Group gap="sm">
            <Button autoFocus variant="default" onClick={() => setState('busy')}>
              Go on sending
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
