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
  /** Hears, each time that nothing is left to send, how it went. */
  onDone?: (counts: Uploads['counts']) => void;
  /** Hears whether pictures are under way: leaving then stops them. */
  onBusy?: (busy: boolean) => void;
}

function useUploads({ datasetId, onDone }: Props): [UploadQueue, Uploads] {
  const queries = useQueryClient();
  const [heard] = useState({ onDone });
  useEffect(() => {
    heard.onDone = onDone;
  });
  const [queue] = useState(
    () =>
      new UploadQueue(
        (files, sending) => sendPictures(datasetId, files, sending),
        (error) => describeError(error, 'The picture').detail,
        ({ counts }) => {
          void queries.invalidateQueries({ queryKey: datasetsKey });
          heard.onDone?.(counts);
        },
      ),
  );
  // Half a picture that goes on in the background of another page would tell nobody of its failure.
  useEffect(() => () => queue.stop(), [queue]);
  useEffect(() => browser.onLeaving(() => queue.get().running), [queue]);
  return [queue, useSyncExternalStore(queue.subscribe, queue.get)];
}

export function PictureUpload(props: Props) {
  const [queue, uploads] = useUploads(props);
  const { onBusy } = props;
  useEffect(() => onBusy?.(uploads.running), [onBusy, uploads.running]);
  const [over, setOver] = useState(false);
  const add = (files: readonly NamedFile[]) => queue.add(files);
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    add(await filesOfDrop(event.dataTransfer));
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
        <FileButton multiple accept="image/*" onChange={(files) => add(namedPictures(files))}>
          {(button) => (
            <Button variant="default" {...button}>
              Choose…
            </Button>
          )}
        </FileButton>
        <FileButton
          multiple
          onChange={(files) => add(namedPictures(files))}
          inputProps={{ webkitdirectory: '' } as React.ComponentProps<'input'>}
        >
          {(button) => (
            <Button variant="default" {...button}>
              A folder…
            </Button>
          )}
        </FileButton>
      </div>
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
