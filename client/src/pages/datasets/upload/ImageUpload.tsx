// Uploads chosen or dropped images to a dataset and shows the progress of each.
import { Button, FileButton, Progress } from '@mantine/core';
import { IconPhotoUp } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useEffect, useState, useSyncExternalStore } from 'react';
import { browser } from '../../../platform/browser';
import { type NamedFile, uploadImages } from '../../../protocol/upload-images';
import { datasetsKey } from '../../queries/datasets';
import { describeError } from '../../queries/errors';
import { filesOfDrop, namedImages } from './dropped-files';
import classes from './ImageUpload.module.css';
import { UploadList } from './UploadList';
import { UploadQueue, type Uploads } from './upload-queue';

interface Props {
  datasetId: string;
  /** Called when an upload starts or ends. Leaving the page stops an upload. */
  onBusy?: (busy: boolean) => void;
}

function useUploads(datasetId: string): [UploadQueue, Uploads] {
  const queries = useQueryClient();
  const [queue] = useState(
    () =>
      new UploadQueue(
        (files, sending) => uploadImages(datasetId, files, sending),
        (error) => describeError(error, 'The image').detail,
        () => void queries.invalidateQueries({ queryKey: datasetsKey }),
      ),
  );
  // Stops when the component unmounts. Another page would hide a failure of the upload from the user.
  useEffect(() => () => queue.stop(), [queue]);
  useEffect(() => browser.onBeforeUnload(() => queue.get().running), [queue]);
  return [queue, useSyncExternalStore(queue.subscribe, queue.get)];
}

export function ImageUpload({ datasetId, onBusy }: Props) {
  const [queue, uploads] = useUploads(datasetId);
  useEffect(() => {
    onBusy?.(uploads.running);
    // Unmounting stops the upload.
    return () => onBusy?.(false);
  }, [onBusy, uploads.running]);
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const add = (pictures: readonly NamedFile[]) => {
    setProblem(pictures.length === 0 ? 'No images found.' : null);
    queue.add(pictures);
  };
  const choose = (files: readonly File[]) => files.length > 0 && add(namedImages(files));
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    try {
      add(await filesOfDrop(event.dataTransfer));
    } catch {
      setProblem('The dropped files could not be read. Use the buttons instead.');
    }
  };
  return (
    <div className={classes.upload}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons do the same with the keyboard */}
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
          <b>Drop images or a folder here</b>
          <span className="dim">JPEG, PNG or WebP. Images that are already there are skipped.</span>
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
              Choose folder…
            </Button>
          )}
        </FileButton>
      </div>
      {problem !== null && <p role="alert">{problem}</p>}
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
    counts.there > 0 && `${counts.there} already there`,
    counts.failed > 0 && `${counts.failed} failed`,
  ].filter(Boolean);
  return (
    <div className={classes.summary}>
      {running && <Progress value={part * 100} aria-label="Upload progress" />}
      <div className={classes.line}>
        <span className="tnum" role="status">
          {running ? `${settled} of ${files.length} images · keep this page open` : words.join(' · ')}
        </span>
        {running && (
          <Button variant="default" onClick={onStop}>
            Stop
          </Button>
        )}
        {!running && counts.failed > 0 && (
          <Button variant="default" onClick={onRetry}>
            Retry failed
          </Button>
        )}
      </div>
    </div>
  );
}
