// The form of a dialog that does one thing: what is asked, why it cannot be yet, what went wrong, and the two ways out.
import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './DialogForm.module.css';
import { Failure } from './data/Failure';

interface Props {
  children: ReactNode;
  /** On the button that leaves all as it is. */
  stay: string;
  /** On the button that does it. */
  act: string;
  color?: 'red';
  /** All that is asked is there. */
  ready: boolean;
  /** Why it cannot be done yet, whatever is written here. */
  held?: string | null;
  pending: boolean;
  error?: unknown;
  /** What the error is about, at the beginning of a sentence. */
  what: string;
  /** There is nothing to write: the button has the focus. */
  atOnce?: boolean;
  onSubmit: () => void;
  onClose: () => void;
}

export function DialogForm(props: Props) {
  const { children, stay, act, color, ready, held = null, pending, error, what, atOnce, onSubmit, onClose } = props;
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

/** Something to know before; told as it changes. */
export function Warning({ children, role = 'status' }: { children: ReactNode; role?: 'status' | 'alert' }) {
  return (
    <p className={classes.warning} role={role}>
      {children}
    </p>
  );
}
