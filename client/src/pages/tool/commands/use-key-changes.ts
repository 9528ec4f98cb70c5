// The signed-in person's changes to the keys: stored with their settings, applied wherever keys are read or shown.
import { useLayoutEffect } from 'react';
import { type KeyChanges, keymap, readKeyChanges, setKeyChanges } from '../../../actions';
import { useSetting } from '../../queries/settings';
import { useSlice } from '../use-slice';

export interface KeySettings {
  readonly changes: KeyChanges;
  readonly change: (changes: KeyChanges) => void;
}

export function useKeyChanges(): KeySettings {
  const [changes, change] = useSetting('keys', readKeyChanges);
  return { changes, change };
}

/** Applies the person's keys. Call it above every component that shows a key, so that those rerender on a change. */
export function useApplyKeyChanges(): void {
  const { changes } = useKeyChanges();
  useLayoutEffect(() => setKeyChanges(changes), [changes]);
  useSlice(keymap);
}
