// The task draft of this tab. It survives a reload and is cleared once the task is created or discarded.
import { useCallback, useEffect, useState } from 'react';
import { recallInTab, rememberInTab } from '../../platform/tab-memory';
import type { Me } from '../../protocol/types';
import { emptyDraft, readDraft, storeDraft, type TaskDraft } from './draft';

export interface Drafting {
  readonly draft: TaskDraft;
  readonly change: (change: Partial<TaskDraft>) => void;
  /** Whether anything has been entered. */
  readonly begun: boolean;
  readonly forget: () => void;
}

export function useTaskDraft(me: Me): Drafting {
  const key = `countersign.new_task.${me.id}`;
  const [empty] = useState(() =>
    emptyDraft({ person: { id: me.id, name: me.name, color: me.color }, email: me.email, roles: ['admin'] }),
  );
  const [draft, setDraft] = useState(() => readDraft(recallInTab(key), empty));
  const begun = JSON.stringify(draft) !== JSON.stringify(empty);
  useEffect(() => rememberInTab(key, begun ? storeDraft(draft) : null), [key, begun, draft]);
  return {
    draft,
    begun,
    change: useCallback((change) => setDraft((now) => ({ ...now, ...change })), []),
    forget: useCallback(() => {
      setDraft(empty);
      rememberInTab(key, null);
    }, [empty, key]),
  };
}
