// The keys of whoever is signed in: stored with their settings, in force wherever keys are read or shown.
import { useLayoutEffect } from 'react';
import { type KeyChanges, keymap, readKeyChanges, setKeyChanges } from '../../actions';
import { useSetting } from '../data/settings';
import { useSlice } from './use-slice';

export interface KeySettings {
  readonly changes: KeyChanges;
  readonly change: (changes: KeyChanges) => void;
}

export function useKeyChanges(): KeySettings {
  const [changes, change] = useSetting('keys', readKeyChanges);
  return { changes, change };
}

/** Brings the person's keys into force. Whatever shows a key is drawn below whoever calls this, and follows it. */
export function useKeysInForce(): void {
  const { changes } = useKeyChanges();
  useLayoutEffect(() => setKeyChanges(changes), [changes]);
  useSlice(keymap);
}
