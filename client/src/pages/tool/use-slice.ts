// Reads a slice of the editor's state as a React value.
import { useSyncExternalStore } from 'react';
import type { ReadonlySlice } from '../../editor/store';

export function useSlice<T>(slice: ReadonlySlice<T>): T {
  return useSyncExternalStore(slice.subscribe, slice.get);
}
