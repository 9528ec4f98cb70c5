// Imports images and their COCO annotations as a new task (administrators): the form, the progress and the report.
import { Button, FileButton, Progress, Select, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconFileText, IconInfoCircle, IconPhoto } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { MAX_NAME_CHARS } from '../../protocol/limits';
import type { ImportStatus, Stage } from '../../protocol/types';
import { counted } from '../../ui/counted';
import { fileSize } from '../../ui/file-size';
import { STAGE_LABEL } from '../../ui/stages';
import page from '../Page.module.css';
import { Failure } from '../queries/Failure';
import { importQuery, useImport } from '../queries/imports';
import { QueryError } from '../queries/QueryError';
import classes from './ImportPage.module.css';

type StartStage = Exclude<Stage, 'complete'>;
const STAGES: readonly StartStage[] = ['annotate', 'review', 'acceptance'];

export function ImportPage({ run }: { run: string | undefined }) {
  return (
    <div className={`${page.page} ${page.narrow}`}>
      <title>Import · Countersign</title>
      <header className={page.head}>
        <div>
          <h1 className={page.title}>Import</h1>
          <p className={page.lead}>
            Create a task from a COCO annotation file and its images. The categories become classes. If the import
            fails, nothing is added.
          </p>
        </div>
      </header>
      {run === undefined ? <ImportForm /> : <ImportRun id={run} />}
    </div>
  );
}

function ImportForm() {
  const navigate = useNavigate();
  const send = useImport();
  const [task, setTask] = useState('');
  const [stage, setStage] = useState<StartStage>('annotate');
  const [annotations, setAnnotations] = useState<File | null>(null);
  const [images, setImages] = useState<File[]>([]);
  const total = images.reduce((sum, file) => sum + file.size, 0);
  const ready = task.trim() !== '' && annotations !== null && images.length > 0;
  return (
    <form
      className={`${page.card} ${page.padded} ${page.fields}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready || annotations === null) return;
        send.mutate(
          { task: task.trim(), stage, annotations, images },
          { onSuccess: ({ id }) => void navigate({ to: '/import', search: { run: id } }) },
        );
      }}
    >
      <TextInput
        label="Task name"
        required
        maxLength={MAX_NAME_CHARS}
        value={task}
        onChange={(event) => setTask(event.currentTarget.value)}
      />
      <Select
        label="Starting stage"
        allowDeselect={false}
        data={STAGES.map((each) => ({ value: each, label: STAGE_LABEL[each] }))}
        value={stage}
        onChange={(next) => setStage(STAGES.find((each) => each === next) ?? 'annotate')}
      />
      <FileChoice
        icon={<IconFileText size={18} stroke={1.6} />}
        title="Annotation file"
        chosen={annotations && `${annotations.name} · ${fileSize(annotations.size)}`}
        hint="COCO JSON with boxes, polygons, keypoints or RLE masks"
      >
        <FileButton accept="application/json,.json" onChange={setAnnotations}>
          {(props) => (
            <Button variant="default" {...props}>
              Choose…
            </Button>
          )}
        </FileButton>
      </FileChoice>
      <FileChoice
        icon={<IconPhoto size={18} stroke={1.6} />}
        title="Images"
        chosen={images.length > 0 ? `${counted(images.length, 'image')} · ${fileSize(total)}` : null}
        hint="JPEG, PNG or WebP: the images that the annotation file lists"
      >
        <FileButton multiple accept="image/*" onChange={setImages}>
          {(props) => (
            <Button variant="default" {...props}>
              Choose…
            </Button>
          )}
        </FileButton>
        <FileButton
          multiple
          onChange={(files) => setImages(files.filter((file) => file.type.startsWith('image/')))}
          inputProps={{ webkitdirectory: '' } as React.ComponentProps<'input'>}
        >
          {(props) => (
            <Button variant="default" {...props}>
              Choose folder…
            </Button>
          )}
        </FileButton>
      </FileChoice>
      <Failure error={send.error} what="The import" />
      <div className={classes.foot}>
        {send.isPending && (
          <span className="dim" role="status">
            Uploading {fileSize(total + (annotations?.size ?? 0))}… Keep this page open until the upload is complete.
          </span>
        )}
        <Button type="submit" disabled={!ready} loading={send.isPending}>
          Import
        </Button>
      </div>
    </form>
  );
}

interface ChosenProps {
  icon: ReactNode;
  title: string;
  chosen: string | null;
  hint: string;
  children: ReactNode;
}

function FileChoice({ icon, title, chosen, hint, children }: ChosenProps) {
  return (
    <div className={classes.chosen} data-set={chosen !== null || undefined}>
      <span className={classes.icon}>{icon}</span>
      <div className={classes.what}>
        <b>{title}</b>
        <span className="dim truncate">{chosen ?? hint}</span>
      </div>
      {children}
    </div>
  );
}

function ImportRun({ id }: { id: string }) {
  const status = useQuery(importQuery(id));
  if (status.isError) {
    return <QueryError error={status.error} what="The import" onRetry={() => void status.refetch()} />;
  }
  if (!status.data) return null;
  const { state, done, total, error, task_id } = status.data;
  return (
    <div className={`${page.card} ${page.padded} ${page.fields}`}>
      <div className={classes.state} data-state={state} role="status">
        {state === 'running' && (
          <b>{total === 0 ? 'Reading the annotation file…' : `Imported ${done} of ${total} images`}</b>
        )}
        {state === 'done' && (
          <>
            <IconCheck size={18} stroke={2.2} aria-hidden />
            <b>{total === 1 ? '1 image imported' : `${total} images imported`}</b>
          </>
        )}
        {state === 'failed' && (
          <>
            <IconAlertTriangle size={18} stroke={2} aria-hidden />
            <b>Nothing was imported</b>
          </>
        )}
      </div>
      {state === 'running' && (
        <Progress
          value={total === 0 ? 100 : (done / total) * 100}
          animated={total === 0}
          aria-label="Import progress"
        />
      )}
      {error && <p className={page.lead}>{error}</p>}
      {state === 'running' && <p className={page.lead}>You can leave this page. The import continues.</p>}
      <Report lines={status.data.report} />
      {state !== 'running' && (
        <div className={classes.foot}>
          <Button variant="default" renderRoot={(props) => <Link to="/import" {...props} />}>
            {state === 'failed' ? 'Try again' : 'Import more'}
          </Button>
          {task_id && (
            <Button renderRoot={(props) => <Link to="/tasks/$taskId" params={{ taskId: task_id }} {...props} />}>
              Open task
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** The number of lines shown at first. A report can have thousands. */
const INITIAL_LINES = 100;

function Report({ lines }: { lines: ImportStatus['report'] }) {
  const [all, setAll] = useState(false);
  if (lines.length === 0) return null;
  const shown = all ? lines : lines.slice(0, INITIAL_LINES);
  return (
    <section aria-label="Report">
      <b>
        Report <span className="dim tnum">{lines.length}</span>
      </b>
      <ul className={classes.report}>
        {shown.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
          <li key={index} className={classes.line} data-level={line.level}>
            {line.level === 'info' ? (
              <IconInfoCircle size={15} stroke={1.8} aria-label="Info" />
            ) : (
              <IconAlertTriangle size={15} stroke={1.8} aria-label={line.level === 'error' ? 'Error' : 'Warning'} />
            )}
            <span>
              {line.file && <code className={classes.file}>{line.file}</code>} {line.message}
            </span>
          </li>
        ))}
      </ul>
      {!all && lines.length > INITIAL_LINES && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAll(true)}>
          Show all {lines.length}
        </Button>
      )}
    </section>
  );
}
