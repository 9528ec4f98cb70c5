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
  color?: 'red' | 'green' | undefined;
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
  /** Another way on, apart from the two. */
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
  /** It stands in what is told as a whole. */
  quiet?: boolean;
}

/** Something to know before; told as it changes. */
export function Warning({ children, role = 'status', quiet = false }: WarningProps) {
  return (
    <p className={classes.warning} role={quiet ? undefined : role}>
      {children}
    </p>
  );
}
