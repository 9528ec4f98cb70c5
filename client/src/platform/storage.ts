/** Values by key, kept by this browser or by this tab until it is closed. If storage is full or switched off, nothing is
 * kept, and the values are on the page only. */

interface Kept {
  read(key: string): unknown;
  /** Stores a value; `null` removes it. */
  write(key: string, value: unknown): void;
}

/** `storage` is asked for at each call, since reading the property can throw already. */
function kept(storage: () => Storage): Kept {
  return {
    read(key) {
      try {
        return JSON.parse(storage().getItem(key) ?? 'null');
      } catch {
        return null;
      }
    },
    write(key, value) {
      try {
        if (value === null) storage().removeItem(key);
        else storage().setItem(key, JSON.stringify(value));
      } catch {
        // Nothing important is lost.
      }
    },
  };
}

export const keptInBrowser = kept(() => localStorage);
export const keptInTab = kept(() => sessionStorage);
