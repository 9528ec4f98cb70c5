// The keys of a command as tooltips, buttons and menus show them: the first one, as it is in force.
import type { ReactNode } from 'react';
import { keymap, keyText } from '../../actions';
import { Keys } from '../../ui/Keys';
import classes from './CommandKeys.module.css';

export function keysOf(command: string): string | undefined {
  const [key] = keymap.get().keysOf(command);
  return key === undefined ? undefined : keyText(key);
}

/** Null, not an element that draws nothing: a button makes room for whatever stands beside its words. */
export function keysBeside(command: string): ReactNode {
  const keys = keysOf(command);
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
