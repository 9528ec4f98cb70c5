// Chooses pictures, or takes what is dropped, and brings them into a dataset with the progress of each.
import { Button, FileButton, Progress } from '@mantine/core';
import { IconPhotoUp } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useEffect, useState, useSyncExternalStore } from 'react';
import { browser } from '../../../platform/browser';
import { type NamedFile, sendPictures } from '../../../protocol/send-pictures';
import { datasetsKey } from '../../data/datasets';
import { describeError } from '../../data/errors';
import { filesOfDrop, namedPictures } from './dropped';
import classes from './PictureUpload.module.css';
import { UploadList } from './UploadList';
import { UploadQueue, type Uploads } from './upload-queue';

interface Props {
  datasetId: string;
  /** Hears whether pictures are under way: leaving then stops them. */
  onBusy?: (busy: boolean) => void;
}

function useUploads(datasetId: string): [UploadQueue, Uploads] {
  const queries = useQueryClient();
  const [queue] = useState(
    () =>
      new UploadQueue(
        (files, sending) => sendPictures(datasetId, files, sending),
        (error) => describeError(error, 'The picture').detail,
        () => void queries.invalidateQueries({ queryKey: datasetsKey }),
      ),
  );
  // Half a picture that goes on in the background of another page would tell nobody of its failure.
  useEffect(() => () => queue.stop(), [queue]);
  useEffect(() => browser.onLeaving(() => queue.get().running), [queue]);
  return [queue, useSyncExternalStore(queue.subscribe, queue.get)];
}

export function PictureUpload({ datasetId, onBusy }: Props) {
  const [queue, uploads] = useUploads(datasetId);
  useEffect(() => {
    onBusy?.(uploads.running);
    // What is under way stops when this goes.
    return () => onBusy?.(false);
  }, [onBusy, uploads.running]);
  const [over, setOver] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const add = (pictures: readonly NamedFile[]) => {
    setTrouble(pictures.length === 0 ? 'There was no picture in it.' : null);
    queue.add(pictures);
  };
  const choose = (files: readonly File[]) => files.length > 0 && add(namedPictures(files));
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    try {
      add(await filesOfDrop(event.dataTransfer));
    } catch {
      setTrouble('What was dropped could not be read. Choose it by the buttons instead.');
    }
  };
  return (
    <div className={classes.upload}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way; the buttons are the keyboard's */}
      <div
        className={classes.zone}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => void drop(event)}
      >
        <IconPhotoUp size={22} stroke={1.6} aria-hidden />
        <div className={classes.words}>
          <b>Drop pictures or a folder here</b>
          <span className="dim">JPEG, PNG, WebP; those that are there already are passed over</span>
        </div>
        <FileButton multiple accept="image/*" onChange={choose}>
          {(button) => (
            <Button variant="default" {...button}>
              Choose…
            </Button>
          )}
        </FileButton>
        <FileButton multiple onChange={choose} inputProps={{ webkitdirectory: '' } as React.ComponentProps<'input'>}>
          {(button) => (
            <Button variant="default" {...button}>
              A folder…
            </Button>
          )}
        </FileButton>
      </div>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {uploads.files.length > 0 && (
        <>
          <Summary uploads={uploads} onStop={() => queue.stop()} onRetry={() => queue.retry()} />
          <UploadList uploads={uploads} />
        </>
      )}
    </div>
  );
}

interface SummaryProps {
  uploads: Uploads;
  onStop: () => void;
  onRetry: () => void;
}

function Summary({ uploads, onStop, onRetry }: SummaryProps) {
  const { counts, files, running, part } = uploads;
  const settled = counts.added + counts.there + counts.failed;
  const words = [
    `${counts.added} added`,
    counts.there > 0 && `${counts.there} there already`,
    counts.failed > 0 && `${counts.failed} failed`,
  ].filter(Boolean);
  return (
    <div className={classes.summary}>
      {running && <Progress value={part * 100} aria-label="Progress of the upload" />}
      <div className={classes.line}>
        <span className="tnum" role="status">
          {running ? `${settled} of ${files.length} pictures · keep this page open` : words.join(' · ')}
        </span>
        {running && (
          <Button variant="default" onClick={onStop}>
            Stop
          </Button>
        )}
        {!running && counts.failed > 0 && (
          <Button variant="default" onClick={onRetry}>
            Send the failed again
          </Button>
        )}
      </div>
    </div>
  );
}
