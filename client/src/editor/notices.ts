/** What the person is told beside their work: stamped, each thing once, and gone when it is no news any more. */

import type { LockView, WireNotice } from '../protocol/wire';
import type { EditorNotice } from './state';
import { stillNews } from './status';
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
      const { kept, merged } = together(all, notice as NewNotice);
      return [...kept, { ...merged, id: this.#next++, at: this.#now() } as EditorNotice];
    });
  }

  dismiss(id: number): void {
    this.all.update((all) => all.filter((notice) => notice.id !== id));
  }

  lockChanged(from: LockView, to: LockView): void {
    this.all.update((all) => stillNews(all, from, to));
  }
}

/** A notice that takes the place of earlier ones, with what they still say. */
function together(
  all: readonly EditorNotice[],
  notice: NewNotice,
): { readonly kept: readonly EditorNotice[]; readonly merged: NewNotice } {
  switch (notice.kind) {
    case 'lock_requested':
      // One request a person: a second one says nothing new.
      return { kept: all.filter((n) => n.kind !== notice.kind || n.from.id !== notice.from.id), merged: notice };
    case 'verdicts_refused': {
      // One word for all verdicts that were not taken, however many requests they were; one button sends them again.
      const commands = [...all.flatMap((n) => (n.kind === notice.kind ? n.commands : [])), ...notice.commands];
      return { kept: all.filter((n) => n.kind !== notice.kind), merged: { ...notice, commands } };
    }
    default:
      return { kept: all, merged: notice };
  }
}
