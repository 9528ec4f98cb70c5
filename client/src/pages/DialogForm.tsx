// The form of a dialog with one action: its fields, why the action is blocked, the error, and the cancel and submit buttons.
import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './DialogForm.module.css';
import { Failure } from './queries/Failure';

interface Props {
  children: ReactNode;
  /** The label of the cancel button. */
  stay: string;
  /** The label of the submit button. */
  act: string;
  color?: 'red' | 'green' | undefined;
  /** Whether every required field is filled in. */
  ready: boolean;
  /** Why the action is blocked regardless of the fields; shown as a warning. */
  held?: string | null;
  pending: boolean;
  error?: unknown;
  /** What the error is about, as the start of a sentence: "The item". */
  what: string;
  /** Focuses the submit button when the dialog opens; for a form without fields. */
  atOnce?: boolean;
  /** An extra control before the two buttons. */
  beside?: ReactNode;
  onSubmit: () => void;
  onClose: () => void;
}

export function DialogForm(props: Props) {
  const {
    children,
    stay,
    act,
    color,
    ready,
    held = null,
    pending,
    error,
    what,
    atOnce,
    beside,
    onSubmit,
    onClose,
  } = props;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && held === null && !pending) onSubmit();
      }}
    >
      {children}
      {held && <Warning>{held}</Warning>}
      <Failure error={error} what={what} />
      <Group justify="flex-end" gap="sm">
        {beside}
        <Button variant="default" onClick={onClose}>
          {stay}
        </Button>
        <Button
          type="submit"
          color={color}
          data-autofocus={atOnce || undefined}
          disabled={!ready || held !== null}
          loading={pending}
        >
          {act}
        </Button>
      </Group>
    </form>
  );
}

interface WarningProps {
  children: ReactNode;
  role?: 'status' | 'alert';
  /** Leaves out the role; for a warning inside a larger live region. */
  quiet?: boolean;
}

/** A warning to read before submitting. Screen readers announce its changes. */
export function Warning({ children, role = 'status', quiet = false }: WarningProps) {
  return (
    <p className={classes.warning} role={quiet ? undefined : role}>
      {children}
    </p>
  );
}
