// The key of a command as tooltips, buttons and menus show it: the first one currently bound to the command.
import type { ReactNode } from 'react';
import { keymap, keyText } from '../../../actions';
import { Keys } from '../../../ui/Keys';
import classes from './CommandKeys.module.css';

export function keyOf(command: string): string | undefined {
  const [key] = keymap.get().keysOf(command);
  return key === undefined ? undefined : keyText(key);
}

/** Returns `null` if there is no key, because a button reserves room even for an element that renders nothing. */
export function keyHint(command: string): ReactNode {
  const keys = keyOf(command);
  return keys === undefined ? null : <Keys keys={keys} />;
}

export function WithKeys({ label, keys }: { label: string; keys: string | undefined }) {
  return (
    <span className={classes.withKeys}>
      {label}
      {keys && <Keys keys={keys} />}
    </span>
  );
}
