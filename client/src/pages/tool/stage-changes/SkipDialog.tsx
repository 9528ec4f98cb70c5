// Asks for the reason before an item is skipped (N14).
import { Modal } from '@mantine/core';
import { useState } from 'react';
import type { Editor } from '../../../editor/editor';
import type { Item } from '../../../protocol/types';
import { ReasonField } from '../../../ui/ReasonField';
import { DialogForm } from '../../DialogForm';
import { useBlockedReason } from './use-finish';
import { useSkip } from './use-skip';

interface Props {
  editor: Editor;
  item: Item;
  opened: boolean;
  onClose: () => void;
  /** Called when there is no next item. */
  onLeave: () => void;
}

export function SkipDialog(props: Props) {
  const skip = useSkip(props.item);
  const close = () => {
    skip.reset();
    props.onClose();
  };
  return (
    <Modal opened={props.opened} onClose={close} title="Skip this item?" size={440}>
      <Form {...props} skip={skip} onClose={close} />
    </Modal>
  );
}

function Form({ editor, skip, onClose, onLeave }: Props & { skip: ReturnType<typeof useSkip> }) {
  const held = useBlockedReason(editor);
  const [reason, setReason] = useState('');
  return (
    <DialogForm
      cancelLabel="Cancel"
      submitLabel="Skip item"
      ready={reason.trim() !== ''}
      blockedReason={held}
      pending={skip.pending}
      error={skip.error}
      subject="The item"
      onSubmit={() => skip.run(reason.trim(), { next: true, done: onClose, onNoNext: onLeave })}
      onClose={onClose}
    >
      <p>
        The item keeps its stage and everything saved, and others can work on it. You are not offered it again. The next
        item opens.
      </p>
      <ReasonField description="Visible to the task’s admins." value={reason} onChange={setReason} />
    </DialogForm>
  );
}
