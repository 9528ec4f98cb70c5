// Captures the new keys of a command. Esc cancels.
import { UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { heldModifiers, keyText, keyToBind } from '../../../actions';
import classes from './ShortcutsDialog.module.css';

interface Props {
  label: string;
  onKey: (key: string) => void;
  onCancel: () => void;
  /** Called when the focus moves elsewhere. */
  onLeave: () => void;
}

export function KeyCapture({ label, onKey, onCancel, onLeave }: Props) {
  const [held, setHeld] = useState('');
  const onKeyDown = (event: KeyboardEvent) => {
    // Keep the key from the dialog, the page and the browser.
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
      aria-label={`Press the new shortcut for: ${label}. Escape cancels`}
      data-mantine-stop-propagation="true"
      onKeyDown={onKeyDown}
      onKeyUp={(event) => setHeld(heldModifiers(event))}
      onBlur={onLeave}
    >
      {held === '' ? 'Press new shortcut…' : `${keyText(held.slice(0, -1))}+…`}
    </UnstyledButton>
  );
}
