// The images of an upload, one per line. Only the lines on screen are rendered, because a folder can hold thousands.
import { Progress } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconClock, IconEqual } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';
import { fileSize } from '../../../ui/file-size';
import classes from './ImageUpload.module.css';
import type { Upload, UploadState, Uploads } from './upload-queue';

const ROW = 30;

const SIGN: Record<Exclude<UploadState, 'sending'>, { icon: ReactNode; words: string }> = {
  waiting: { icon: <IconClock size={15} stroke={1.8} aria-hidden />, words: 'Waiting' },
  added: { icon: <IconCheck size={15} stroke={2.2} aria-hidden />, words: 'Added' },
  there: { icon: <IconEqual size={15} stroke={2} aria-hidden />, words: 'Already there' },
  failed: { icon: <IconAlertTriangle size={15} stroke={1.9} aria-hidden />, words: 'Failed' },
};

export function UploadList({ uploads }: { uploads: Uploads }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: uploads.files.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach an area that scrolls
    <section ref={scroller} className={classes.list} aria-label="Images in this upload" tabIndex={0}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((row) => {
          const upload = uploads.files[row.index];
          return (
            upload && (
              <div
                key={row.key}
                className={classes.row}
                style={{ transform: `translateY(${row.start}px)`, height: ROW }}
              >
                <Line upload={upload} />
              </div>
            )
          );
        })}
      </div>
    </section>
  );
}

function Line({ upload }: { upload: Upload }) {
  const { state, name, file, part, message } = upload;
  return (
    <>
      <span className="truncate" title={name}>
        {name}
      </span>
      <span className={`${classes.size} tnum`}>{fileSize(file.size)}</span>
      <span className={`${classes.state} truncate`} data-state={state} title={message ?? undefined}>
        {state === 'sending' ? (
          <Progress value={part * 100} w="100%" aria-label={`${name}, uploading`} />
        ) : (
          <>
            {SIGN[state].icon}
            <span className="truncate">{message ?? SIGN[state].words}</span>
          </>
        )}
      </span>
    </>
  );
}
