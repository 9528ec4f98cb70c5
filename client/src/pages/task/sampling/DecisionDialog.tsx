// Accepts or rejects the rest of the items by the result of a sample (F16), with a note that is kept with the sample.
import { Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { MAX_REASON_CHARS } from '../../../protocol/limits';
import type { BulkJob, Sample, Task } from '../../../protocol/types';
import { itemCount } from '../../../ui/item-text';
import { DialogForm, Warning } from '../../DialogForm';
import { useDecideSample } from '../../queries/samples';
import { SendBackFields } from '../../send-back/SendBackFields';
import { EMPTY_SEND_BACK, sendBackRequest, stagesBefore } from '../../send-back/send-back';
import { percent } from './interval';

interface Props {
  task: Task;
  sample: Sample;
  /** Null while the dialog is closed. */
  decision: 'accept' | 'reject' | null;
  onClose: () => void;
  onStarted: (job: BulkJob) => void;
}

export function DecisionDialog({ task, sample, decision, onClose, onStarted }: Props) {
  return (
    <Modal
      opened={decision !== null}
      onClose={onClose}
      title={decision === 'reject' ? 'Reject the rest?' : 'Accept the rest?'}
      size={470}
    >
      {decision && <Form task={task} sample={sample} decision={decision} onClose={onClose} onStarted={onStarted} />}
    </Modal>
  );
}

type FormProps = Omit<Props, 'decision'> & { decision: 'accept' | 'reject' };

function Form({ task, sample, decision, onClose, onStarted }: FormProps) {
  const decide = useDecideSample(task.id, sample.id);
  const [note, setNote] = useState('');
  const [back, setBack] = useState(EMPTY_SEND_BACK);
  const targets = stagesBefore(task.workflow, 'acceptance');
  const accepts = decision === 'accept';
  const unjudged = sample.drawn - sample.judged;
  const against =
    sample.suggestion === (accepts ? 'reject_rest' : 'accept_rest')
      ? `The sample suggests otherwise: ${sample.error ? `${percent(sample.error.rate)} of the judged items were rejected, and ` : ''}the allowed error rate is ${sample.max_error_percent} %.`
      : null;
  const submit = () => {
    const text = note.trim();
    const noted = text === '' ? {} : { note: text };
    decide.mutate(
      decision === 'accept' ? { decision, ...noted } : { decision, ...noted, ...sendBackRequest(back, targets) },
      {
        onSuccess: onStarted,
      },
    );
  };
  return (
    <DialogForm
      cancelLabel="Not yet"
      submitLabel={`${accepts ? 'Accept' : 'Reject'} ${itemCount(sample.rest)}`}
      color={accepts ? 'green' : 'red'}
      ready={accepts || back.reason.trim() !== ''}
      pending={decide.isPending}
      error={decide.error}
      subject="The decision"
      onSubmit={submit}
      onClose={onClose}
    >
      <p>
        {itemCount(sample.rest)} in acceptance outside the sample will be{' '}
        {accepts
          ? 'accepted without being inspected one by one, and their labels written to the dataset.'
          : 'sent back with all of their labels.'}{' '}
        The decision is kept with the sample and cannot be changed.
      </p>
      {unjudged > 0 && (
        <Warning>
          {itemCount(unjudged)} of the sample {unjudged === 1 ? 'is' : 'are'} not judged yet.{' '}
          {unjudged === 1 ? 'It stays' : 'They stay'} in acceptance.
        </Warning>
      )}
      {against && <Warning>{against}</Warning>}
      {!accepts && (
        <SendBackFields
          task={task}
          value={back}
          onChange={setBack}
          targets={targets}
          description="Added to each item as an issue. The assignees are notified."
          required
          submitter="The person who submitted each item"
        />
      )}
      <Textarea
        label="Note"
        description="The reason for your decision, kept with the sample."
        autosize
        minRows={2}
        maxRows={6}
        maxLength={MAX_REASON_CHARS}
        data-autofocus={accepts || undefined}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
