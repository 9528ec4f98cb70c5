// Asks why an item is passed by (N14).
import { Button, Group, Modal } from '@mantine/core';
import { useState } from 'react';
import type { Editor } from '../../editor/editor';
import type { Item } from '../../protocol/types';
import { ReasonField } from '../../ui/ReasonField';
import { Failure } from '../data/Failure';
import classes from './FinishDialog.module.css';
import { useHeld } from './use-finish';
import { useSkip } from './use-skip';

interface Props {
  editor: Editor;
  item: Item;
  opened: boolean;
  onClose: () => void;
  /** Nothing else waits. */
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
  const held = useHeld(editor);
  const [reason, setReason] = useState('');
  const ready = reason.trim() !== '' && held === null;
  const submit = () => {
    if (ready && !skip.pending) skip.run(reason.trim(), { done: onClose, leave: onLeave });
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className={classes.effect}>
        It stays at its stage with all that is saved and is free for others; you are not offered it again. The next item
        that waits for you opens.
      </p>
      <ReasonField description="The task’s admins read it." value={reason} onChange={setReason} onSubmit={submit} />
      {held && (
        <p className={classes.warning} role="status">
          {held}
        </p>
      )}
      <Failure error={skip.error} what="The item" />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Keep it
        </Button>
        <Button type="submit" disabled={!ready} loading={skip.pending}>
          Skip item
        </Button>
      </Group>
    </form>
  );
}
