/** The notices shown next to the work: time-stamped, without duplicates, removed when they no longer apply. */

import type { LockView, WireNotice } from '../protocol/wire';
import type { EditorNotice } from './state';
import { withoutObsoleteNotices } from './status';
import { slice } from './store';

type WithoutStamp<N> = N extends EditorNotice ? Omit<N, 'id' | 'at'> : never;
export type NewNotice = WithoutStamp<EditorNotice>;

export class Notices {
  readonly all = slice<readonly EditorNotice[]>([]);
  readonly #now: () => number;
  #next = 1;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(notice: NewNotice | WireNotice): void {
    this.all.update((all) => {
      const { kept, merged } = mergeNotice(all, notice as NewNotice);
      return [...kept, { ...merged, id: this.#next++, at: this.#now() } as EditorNotice];
    });
  }

  dismiss(id: number): void {
    this.all.update((all) => all.filter((notice) => notice.id !== id));
  }

  onLockChange(from: LockView, to: LockView): void {
    this.all.update((all) => withoutObsoleteNotices(all, from, to));
  }
}

/** Merges a notice with the earlier ones that it replaces. */
function mergeNotice(
  all: readonly EditorNotice[],
  notice: NewNotice,
): { readonly kept: readonly EditorNotice[]; readonly merged: NewNotice } {
  switch (notice.kind) {
    case 'lock_requested':
      // One request per user: a second one says nothing new.
      return { kept: all.filter((n) => n.kind !== notice.kind || n.from.id !== notice.from.id), merged: notice };
    case 'verdicts_refused': {
      // One notice for all refused verdicts, of any number of requests; one button sends them again.
      const commands = [...all.flatMap((n) => (n.kind === notice.kind ? n.commands : [])), ...notice.commands];
      return { kept: all.filter((n) => n.kind !== notice.kind), merged: { ...notice, commands } };
    }
    default:
      return { kept: all, merged: notice };
  }
}
