// Decides on the rest by the result of a sample (F16): accepted or rejected at once, with a note that stays with the sample.
import { Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { MAX_REASON_CHARS } from '../../../protocol/limits';
import type { BulkJob, Sample, Task } from '../../../protocol/types';
import { itemCount } from '../../../ui/item-words';
import { DialogForm, Warning } from '../../DialogForm';
import { useDecideSample } from '../../data/samples';
import { SendBackFields } from '../../send-back/SendBackFields';
import { SEND_BACK, sentBack, stagesBefore } from '../../send-back/send-back';
import { percent } from './interval';

interface Props {
  task: Task;
  sample: Sample;
  /** Null: the dialog is closed. */
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
  const [back, setBack] = useState(SEND_BACK);
  const targets = stagesBefore(task.workflow, 'acceptance');
  const accepts = decision === 'accept';
  const unjudged = sample.drawn - sample.judged;
  const against =
    sample.suggestion === (accepts ? 'reject_rest' : 'accept_rest')
      ? `The sample speaks against it: ${sample.error ? `${percent(sample.error.rate)} of what was judged was rejected, ` : ''}at most ${sample.max_error_percent} % may stand.`
      : null;
  const submit = () => {
    const text = note.trim();
    const noted = text === '' ? {} : { note: text };
    decide.mutate(decision === 'accept' ? { decision, ...noted } : { decision, ...noted, ...sentBack(back, targets) }, {
      onSuccess: onStarted,
    });
  };
  return (
    <DialogForm
      stay="Not yet"
      act={`${accepts ? 'Accept' : 'Reject'} ${itemCount(sample.rest)}`}
      color={accepts ? 'green' : 'red'}
      ready={accepts || back.reason.trim() !== ''}
      pending={decide.isPending}
      error={decide.error}
      what="The decision"
      onSubmit={submit}
      onClose={onClose}
    >
      <p>
        {itemCount(sample.rest)} in acceptance that were not drawn are{' '}
        {accepts
          ? 'accepted without being looked at one by one: their labels are written to the dataset.'
          : 'sent back with all of their labels.'}{' '}
        The decision is kept with the sample and is made once.
      </p>
      {unjudged > 0 && (
        <Warning>
          {itemCount(unjudged)} of the sample {unjudged === 1 ? 'is' : 'are'} not judged yet. They stay in acceptance.
        </Warning>
      )}
      {against && <Warning>{against}</Warning>}
      {!accepts && (
        <SendBackFields
          task={task}
          value={back}
          onChange={setBack}
          targets={targets}
          description="It becomes an issue of each item, and their workers are told."
          required
          usual="Whoever submitted each of them"
        />
      )}
      <Textarea
        label="Note"
        description="Why you decided so; kept with the sample."
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
