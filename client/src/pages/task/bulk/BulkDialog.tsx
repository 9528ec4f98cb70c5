// Asks once before many items are acted on (F29): what it will do to how many, which were not opened (F11), which are held.
import { Modal } from '@mantine/core';
import type { BulkJob, BulkKind, BulkSelection, Me, Task } from '../../../protocol/types';
import { BulkForm } from './BulkForm';
import { ASKED } from './bulk-words';

export interface BulkRequest {
  readonly kind: BulkKind;
  readonly selection: BulkSelection;
}

interface Props {
  task: Task;
  me: Me;
  /** Null: the dialog is closed. */
  request: BulkRequest | null;
  onClose: () => void;
  onStarted: (job: BulkJob) => void;
}

export function BulkDialog({ task, me, request, onClose, onStarted }: Props) {
  return (
    <Modal opened={request !== null} onClose={onClose} title={request ? ASKED[request.kind] : ''} size={480}>
      {request && <BulkForm task={task} me={me} request={request} onClose={onClose} onStarted={onStarted} />}
    </Modal>
  );
}
