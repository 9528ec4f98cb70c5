// The form of a dialog with one action: its fields, why the action is blocked, the error, and the cancel and submit buttons.
import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './DialogForm.module.css';
import { Failure } from './queries/Failure';

interface Props {
  children: ReactNode;
  /** The label of the cancel button. */
  cancelLabel: string;
  /** The label of the submit button. */
  submitLabel: string;
  color?: 'red' | 'green' | undefined;
  /** Whether every required field is filled in. */
  ready: boolean;
  /** Why the action is blocked regardless of the fields; shown as a warning. */
  blockedReason?: string | null;
  pending: boolean;
  error?: unknown;
  /** What the error is about, as the start of a sentence: "The item". */
  subject: string;
  /** Focuses the submit button when the dialog opens; for a form without fields. */
  focusSubmit?: boolean;
  /** An extra control before the two buttons. */
  extraControl?: ReactNode;
  onSubmit: () => void;
  onClose: () => void;
}

export function DialogForm(props: Props) {
  const {
    children,
    cancelLabel,
    submitLabel,
    color,
    ready,
    blockedReason = null,
    pending,
    error,
    subject,
    focusSubmit,
    extraControl,
    onSubmit,
    onClose,
  } = props;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && blockedReason === null && !pending) onSubmit();
      }}
    >
      {children}
      {blockedReason && <Warning>{blockedReason}</Warning>}
      <Failure error={error} what={subject} />
      <Group justify="flex-end" gap="sm">
        {extraControl}
        <Button variant="default" onClick={onClose}>
          {cancelLabel}
        </Button>
        <Button
          type="submit"
          color={color}
          data-autofocus={focusSubmit || undefined}
          disabled={!ready || blockedReason !== null}
          loading={pending}
        >
          {submitLabel}
        </Button>
      </Group>
    </form>
  );
}

interface WarningProps {
  children: ReactNode;
  role?: 'status' | 'alert';
  /** Leaves out the role; for a warning inside a larger live region. */
  inLiveRegion?: boolean;
}

/** A warning to read before submitting. Screen readers announce its changes. */
export function Warning({ children, role = 'status', inLiveRegion = false }: WarningProps) {
  return (
    <p className={classes.warning} role={inLiveRegion ? undefined : role}>
      {children}
    </p>
  );
}
