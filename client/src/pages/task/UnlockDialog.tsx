// Unlocks an item from the list: the user's own after a confirmation, someone else's with a warning and a reason (F20 to F22).
import { Button, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Item, Person } from '../../protocol/types';
import { PersonAvatar } from '../../ui/PersonAvatar';
import { ReasonField } from '../../ui/ReasonField';
import { DialogForm, Warning } from '../DialogForm';
import { useUnlock } from '../queries/items';
import classes from './UnlockDialog.module.css';

interface Props {
  taskId: string;
  /** The item to unlock; null while the dialog is closed. */
  item: Item | null;
  onClose: () => void;
  onUnlocked?: () => void;
  /** Opens the dialog that unlocks everything the person has open in the task. */
  onUnlockAll?: (person: Person) => void;
}

export function UnlockDialog({ taskId, item, onClose, onUnlocked, onUnlockAll }: Props) {
  const [reason, setReason] = useState('');
  const unlock = useUnlock(taskId);
  const { reset } = unlock;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each item starts with an empty form
  useEffect(() => {
    setReason('');
    reset();
  }, [item?.id, reset]);

  const lock = item?.lock;
  const mine = lock?.mine === true;
  const name = lock?.person.name ?? 'The editor';

  return (
    <Modal
      opened={item !== null}
      onClose={onClose}
      title={mine ? 'Unlock your item?' : 'Unlock another person’s item?'}
      size={440}
    >
      {item && (
        <DialogForm
          cancelLabel="Keep locked"
          submitLabel={mine ? 'Unlock' : 'Unlock, discard unsent edits'}
          color={mine ? undefined : 'red'}
          ready={mine || reason.trim() !== ''}
          pending={unlock.isPending}
          error={unlock.error}
          subject="The item"
          extraControl={
            lock &&
            onUnlockAll && (
              <Button variant="subtle" color="gray" mr="auto" onClick={() => onUnlockAll(lock.person)}>
                {mine ? 'All of mine…' : `All by ${name}…`}
              </Button>
            )
          }
          onSubmit={() =>
            unlock.mutate(
              { item: item.id, ...(mine ? {} : { reason: reason.trim() }) },
              {
                onSuccess: () => {
                  onUnlocked?.();
                  onClose();
                },
              },
            )
          }
          onClose={onClose}
        >
          {lock && (
            <div className={classes.holder}>
              <PersonAvatar person={lock.person} size={30} tooltip={false} />
              <div className="truncate">
                <b>{mine ? 'You are editing' : `${name} is editing`}</b>
                <div className="dim truncate">{item.file_name}</div>
              </div>
            </div>
          )}
          <Warning>
            {mine
              ? 'The tab where it is open becomes read-only. Everything saved is kept. Edits that have not been sent are discarded.'
              : `${name} can no longer edit, and sees who unlocked the item and why. Everything saved is kept. Edits that have not been sent are discarded.`}
          </Warning>
          {!mine && (
            <ReasonField
              description={`${name} will see it, and it is kept in the audit log.`}
              value={reason}
              onChange={setReason}
            />
          )}
        </DialogForm>
      )}
    </Modal>
  );
}
