// The form of a bulk action: a preview of its effect, and the inputs that the action needs.
import { MultiSelect, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BulkAction, BulkJob, BulkKind, BulkPreview, BulkSelection, Me, Task } from '../../../protocol/types';
import { isPriority, PRIORITIES, priorityLabel } from '../../../ui/item-text';
import { ReasonField } from '../../../ui/ReasonField';
import { DialogForm } from '../../DialogForm';
import { bulkPreviewQuery, useStartBulk } from '../../queries/bulk';
import { canInspect } from '../../queries/permissions';
import { membersQuery } from '../../queries/tasks';
import { SendBackFields } from '../../send-back/SendBackFields';
import { EMPTY_SEND_BACK, sendBackRequest, stagesBefore } from '../../send-back/send-back';
import { BulkPreviewSummary } from './BulkPreviewSummary';
import { EXPLANATION, effectOf } from './bulk-text';

export interface BulkRequest {
  readonly kind: BulkKind;
  readonly selection: BulkSelection;
}

interface Props {
  task: Task;
  me: Me;
  request: BulkRequest;
  onClose: () => void;
  onStarted: (job: BulkJob) => void;
}

export function BulkForm({ task, me, request: { kind, selection }, onClose, onStarted }: Props) {
  const preview = useQuery(bulkPreviewQuery(task.id, kind, selection));
  const start = useStartBulk(task.id);
  const [back, setBack] = useState(EMPTY_SEND_BACK);
  const [reason, setReason] = useState('');
  const [to, setTo] = useState<string[]>([]);
  const [priority, setPriority] = useState(1);

  const targets = stagesBefore(task.workflow, 'acceptance');
  const others = preview.data?.locked ?? 0;
  const asksReason = kind === 'unlock' && others > 0 && canInspect(task, me);
  const action = actionOf();
  const applies = preview.data?.applies ?? 0;
  const hasInput = kind === 'reject' ? back.reason.trim() !== '' : !asksReason || reason.trim() !== '';
  const ready = preview.isSuccess && !preview.isPlaceholderData && applies > 0 && hasInput;

  function actionOf(): BulkAction {
    switch (kind) {
      case 'accept':
        return { kind };
      case 'reject':
        return { kind, ...sendBackRequest(back, targets) };
      case 'unlock':
        return { kind, ...(asksReason && { reason: reason.trim() }) };
      case 'assign':
        return { kind, to };
      case 'prioritise':
        return { kind, priority };
    }
  }

  return (
    <DialogForm
      cancelLabel="Cancel"
      submitLabel={labelOf(preview.data, action)}
      color={kind === 'reject' || asksReason ? 'red' : kind === 'accept' ? 'green' : undefined}
      focusSubmit={kind === 'accept'}
      ready={ready}
      pending={start.isPending}
      error={start.error}
      subject="The action"
      onSubmit={() => start.mutate({ action, selection }, { onSuccess: onStarted })}
      onClose={onClose}
    >
      <BulkPreviewSummary kind={kind} preview={preview} />
      <p>{EXPLANATION[kind]}</p>
      {kind === 'reject' && (
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
      {asksReason && (
        <ReasonField
          description="The people editing the items will see it, and it is kept in the audit log."
          value={reason}
          onChange={setReason}
        />
      )}
      {kind === 'assign' && <People task={task} value={to} onChange={setTo} />}
      {kind === 'prioritise' && (
        <SegmentedControl
          aria-label="Priority"
          data={[...PRIORITIES].reverse().map((each) => ({ value: String(each), label: priorityLabel(each) }))}
          value={String(priority)}
          onChange={(value) => isPriority(Number(value)) && setPriority(Number(value))}
        />
      )}
    </DialogForm>
  );
}

function labelOf(preview: BulkPreview | undefined, action: BulkAction): string {
  return preview === undefined ? 'Counting…' : effectOf(action, preview.applies);
}

function People({ task, value, onChange }: { task: Task; value: string[]; onChange: (ids: string[]) => void }) {
  const members = useQuery(membersQuery(task.id));
  const workers = (members.data ?? []).filter(({ roles }) => roles.some((role) => role !== 'admin'));
  return (
    <MultiSelect
      label="To"
      placeholder={value.length === 0 ? 'Anyone available' : ''}
      data={workers.map(({ person }) => ({ value: person.id, label: person.name }))}
      value={value}
      onChange={onChange}
      searchable
      clearable
      nothingFoundMessage="No matching members"
      data-autofocus
    />
  );
}
