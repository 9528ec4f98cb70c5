/** Values that this tab keeps across reloads until it is closed, by key. Without access to storage, nothing is kept. */

export function readTabStored(key: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

/** Stores a value; `null` removes it. */
export function writeTabStored(key: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or switched off: the value is still on the page.
  }
}
