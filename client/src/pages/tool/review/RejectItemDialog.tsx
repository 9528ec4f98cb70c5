// Sends an item back (F24–F26, F54): with the reason, to a stage and a worker, after what is still open was listed.
import { Button, Group, Modal, SegmentedControl, Select, Textarea } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Editor } from '../../../editor/editor';
import { MAX_REASON_CHARS } from '../../../protocol/limits';
import type { Item, Role, Task } from '../../../protocol/types';
import { StageChip } from '../../../ui/StageChip';
import { hasStage, STAGE_LABEL } from '../../../ui/stages';
import { describeError } from '../../data/errors';
import { membersQuery } from '../../data/tasks';
import finishing from '../FinishDialog.module.css';
import { TagPicker } from '../TagPicker';
import { ThenNext, useThenNext } from '../ThenNext';
import { UnresolvedIssues } from '../UnresolvedIssues';
import { useHeld } from '../use-finish';
import { useSlice } from '../use-slice';
import { labels } from './readiness';
import { useRejectItem } from './use-reject-item';

type Target = 'annotate' | 'review';
const WORKER: Record<Target, Role> = { annotate: 'annotator', review: 'reviewer' };

interface Props {
  editor: Editor;
  task: Task;
  item: Item;
  opened: boolean;
  onClose: () => void;
}

export function RejectItemDialog(props: Props) {
  // Here, not in the form: that is gone as soon as the item has moved, before the answer is here.
  const reject = useRejectItem(props.item);
  const close = () => {
    reject.reset();
    props.onClose();
  };
  return (
    <Modal opened={props.opened} onClose={close} title="Reject this item?" size={460}>
      <Form {...props} reject={reject} onClose={close} />
    </Modal>
  );
}

type FormProps = Omit<Props, 'opened'> & { reject: ReturnType<typeof useRejectItem> };

function Form({ editor, task, item, reject, onClose }: FormProps) {
  const { stage } = useSlice(editor.item);
  const { approved, rejected, pending } = useSlice(editor.review);
  const held = useHeld(editor);
  const [reason, setReason] = useState('');
  const [tags, setTags] = useState<readonly string[]>([]);
  const [target, setTarget] = useState<Target>('annotate');
  const [worker, setWorker] = useState<string | null>(null);
  const [next, setNext] = useThenNext();
  const members = useQuery(membersQuery(task.id));

  const chooses = stage === 'acceptance' && hasStage(task.workflow, 'review');
  const needsReason = stage === 'acceptance' || rejected === 0;
  const text = reason.trim();
  const ready = (text !== '' || !needsReason) && held === null;
  const failure = reject.error ? describeError(reject.error, 'The item') : null;
  const workers = (members.data ?? []).filter((member) => member.roles.includes(WORKER[target]));
  const submitter = item.submitted_by;
  const usual = submitter ? `${submitter.name}, who submitted it` : 'Whoever takes it';

  const submit = () => {
    if (!ready || reject.pending) return;
    reject.run(
      {
        ...(text !== '' && { reason: text }),
        ...(tags.length > 0 && { tags }),
        ...(chooses && { stage: target }),
        ...(worker !== null && { assignee: worker }),
      },
      { next, done: onClose },
    );
  };
  return (
    <form
      className={finishing.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={finishing.move}>
        <StageChip stage={stage} />
        <IconArrowRight size={16} className="dim" aria-label="to" />
        <StageChip stage={target} />
        <span className="dim tnum">
          {approved} approved · {rejected} rejected · {pending} pending
        </span>
      </div>
      <p className={finishing.effect}>
        {rejected > 0 ? `${labels(rejected)} to be corrected. ` : ''}All labels and open issues go with it.
      </p>
      <Textarea
        label="Reason"
        description={
          needsReason
            ? 'It becomes an issue of the item, and the worker is told.'
            : 'The rejected labels say why; add what holds for the item as a whole.'
        }
        required={needsReason}
        withAsterisk={needsReason}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={MAX_REASON_CHARS}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
        }}
      />
      {text !== '' && <TagPicker tags={task.issue_tags} value={tags} onChange={setTags} />}
      {chooses && (
        <SegmentedControl
          aria-label="Back to"
          data={(['annotate', 'review'] as const).map((each) => ({ value: each, label: `To ${STAGE_LABEL[each]}` }))}
          value={target}
          onChange={(value) => {
            setTarget(value === 'review' ? 'review' : 'annotate');
            setWorker(null);
          }}
        />
      )}
      <Select
        label="Worker"
        placeholder={usual}
        clearable
        searchable
        data={workers.map(({ person }) => ({ value: person.id, label: person.name }))}
        value={worker}
        onChange={setWorker}
      />
      <UnresolvedIssues editor={editor} onGo={onClose} />
      {held && (
        <p className={finishing.warning} role="status">
          {held}
        </p>
      )}
      {failure && (
        <p className={finishing.warning} role="alert">
          <b>{failure.title}</b> {failure.detail}
        </p>
      )}
      <ThenNext value={next} onChange={setNext} />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Keep reviewing
        </Button>
        <Button type="submit" color="red" disabled={!ready} loading={reject.pending}>
          Reject item
        </Button>
      </Group>
    </form>
  );
}
