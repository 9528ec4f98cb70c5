// Waits for the keys that a command is to have. Esc leaves everything as it is.
import { UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { heldModifiers, keyText, keyToBind } from '../../actions';
import classes from './ShortcutsDialog.module.css';

interface Props {
  label: string;
  onKey: (key: string) => void;
  onCancel: () => void;
  /** The person went elsewhere. */
  onLeave: () => void;
}

export function KeyCapture({ label, onKey, onCancel, onLeave }: Props) {
  const [held, setHeld] = useState('');
  const onKeyDown = (event: KeyboardEvent) => {
    // Nothing around it may take the key: neither the dialog, nor the page, nor the browser.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      onCancel();
      return;
    }
    if (event.nativeEvent.isComposing || event.repeat) return;
    setHeld(heldModifiers(event));
    const key = keyToBind(event);
    if (key !== null) onKey(key);
  };
  return (
    <UnstyledButton
      autoFocus
      className={classes.capture}
      aria-label={`Press the new keys for: ${label}. Escape cancels`}
      data-mantine-stop-propagation="true"
      onKeyDown={onKeyDown}
      onKeyUp={(event) => setHeld(heldModifiers(event))}
      onBlur={onLeave}
    >
      {held === '' ? 'Press new keys…' : `${keyText(held.slice(0, -1))}+…`}
    </UnstyledButton>
  );
}
