// Adds pictures to a dataset (site admins). Closing it while pictures are under way asks first.
import { Button, Group, Modal } from '@mantine/core';
import { useState } from 'react';
import type { Dataset } from '../../protocol/types';
import classes from './UploadDialog.module.css';
import { PictureUpload } from './upload/PictureUpload';

interface Props {
  dataset: Dataset;
  opened: boolean;
  onClose: () => void;
}

export function UploadDialog({ dataset, opened, onClose }: Props) {
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const leave = () => {
    setAsking(false);
    setBusy(false);
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={() => (busy ? setAsking(true) : leave())}
      title={`Add pictures to ${dataset.name}`}
      size="lg"
    >
      <p className={classes.lead}>
        They become part of the dataset. A task works on them once its admin adds them to it, in the task’s settings.
      </p>
      <PictureUpload datasetId={dataset.id} onBusy={setBusy} />
      {busy && asking ? (
        <div className={classes.ask} role="alert">
          <span>Pictures are still on their way. What has arrived stays; the others are not sent.</span>
          <Group gap="sm">
            <Button variant="default" onClick={() => setAsking(false)}>
              Go on sending
            </Button>
            <Button color="red" onClick={leave}>
              Stop and close
            </Button>
          </Group>
        </div>
      ) : (
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => (busy ? setAsking(true) : leave())}>
            Close
          </Button>
        </Group>
      )}
    </Modal>
  );
}
