/** What this tab remembers over a reload, by key, until it is closed. Where storage is refused, it forgets. */

export function recallInTab(key: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

/** Null forgets. */
export function rememberInTab(key: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full, or switched off: it is still on the page.
  }
}
