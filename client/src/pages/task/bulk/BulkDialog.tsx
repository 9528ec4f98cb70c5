// Confirms a bulk action (F29): shows its effect, and which items were not opened (F11) or are locked.
import { Modal } from '@mantine/core';
import type { BulkJob, Me, Task } from '../../../protocol/types';
import { BulkForm, type BulkRequest } from './BulkForm';
import { DIALOG_TITLE } from './bulk-text';

interface Props {
  task: Task;
  me: Me;
  /** Null while the dialog is closed. */
  request: BulkRequest | null;
  onClose: () => void;
  onStarted: (job: BulkJob) => void;
}

export function BulkDialog({ task, me, request, onClose, onStarted }: Props) {
  return (
    <Modal opened={request !== null} onClose={onClose} title={request ? DIALOG_TITLE[request.kind] : ''} size={480}>
      {request && <BulkForm task={task} me={me} request={request} onClose={onClose} onStarted={onStarted} />}
    </Modal>
  );
}
