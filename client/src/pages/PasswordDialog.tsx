// Changes the signed-in person's password.
import { Modal, PasswordInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS } from '../protocol/limits';
import type { Me } from '../protocol/types';
import { DialogForm } from './DialogForm';
import page from './Page.module.css';
import { fieldError } from './queries/errors';
import { useChangePassword } from './queries/session';

interface Props {
  me: Me;
  opened: boolean;
  onClose: () => void;
}

export function PasswordDialog({ me, opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Change your password" size="sm">
      {/* Unmounts with the dialog, so that no typed password is kept. */}
      <PasswordForm me={me} onClose={onClose} />
    </Modal>
  );
}

function PasswordForm({ me, onClose }: { me: Me; onClose: () => void }) {
  const change = useChangePassword();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [repeated, setRepeated] = useState('');
  const [mismatch, setMismatch] = useState(false);
  const wrongCurrent = fieldError(change.error, 'current');
  const wrongNext = fieldError(change.error, 'new');
  const edited = (set: (text: string) => void) => (event: { currentTarget: { value: string } }) => {
    set(event.currentTarget.value);
    setMismatch(false);
    change.reset();
  };
  const submit = () => {
    if (next !== repeated) {
      setMismatch(true);
      return;
    }
    change.mutate(
      { current, next },
      {
        onSuccess: () => {
          notifications.show({ message: 'Password changed. You are signed out everywhere else.' });
          onClose();
        },
      },
    );
  };
  const common = {
    required: true,
    withAsterisk: false,
    visibilityToggleButtonProps: { 'aria-label': 'Show password' },
  };
  return (
    <DialogForm
      cancelLabel="Cancel"
      submitLabel="Change password"
      ready
      pending={change.isPending}
      error={wrongCurrent === undefined && wrongNext === undefined && change.error}
      subject="Your password"
      onSubmit={submit}
      onClose={onClose}
    >
      <p className={page.lead}>You stay signed in here. Your other sessions end, and your API tokens are revoked.</p>
      {/* Tells password managers whose password this is. */}
      <input type="email" autoComplete="username" value={me.email} readOnly hidden />
      <PasswordInput
        {...common}
        label="Current password"
        data-autofocus
        autoComplete="current-password"
        value={current}
        onChange={edited(setCurrent)}
        error={wrongCurrent}
      />
      <PasswordInput
        {...common}
        label="New password"
        description={`At least ${MIN_PASSWORD_CHARS} characters.`}
        minLength={MIN_PASSWORD_CHARS}
        maxLength={MAX_PASSWORD_CHARS}
        autoComplete="new-password"
        value={next}
        onChange={edited(setNext)}
        error={wrongNext}
      />
      <PasswordInput
        {...common}
        label="Confirm new password"
        autoComplete="new-password"
        value={repeated}
        onChange={edited(setRepeated)}
        error={mismatch && 'The passwords do not match.'}
      />
    </DialogForm>
  );
}
