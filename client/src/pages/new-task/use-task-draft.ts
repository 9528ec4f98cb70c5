// The task draft of this tab. It survives a reload and is cleared once the task is created or discarded.
import { useCallback, useEffect, useState } from 'react';
import { keptInTab } from '../../platform/storage';
import type { Me } from '../../protocol/types';
import { emptyDraft, readDraft, storeDraft, type TaskDraft } from './draft';

export interface TaskDraftState {
  readonly draft: TaskDraft;
  readonly change: (change: Partial<TaskDraft>) => void;
  /** Whether anything has been entered. */
  readonly isDirty: boolean;
  readonly clear: () => void;
}

export function useTaskDraft(me: Me): TaskDraftState {
  const key = `countersign.new_task.${me.id}`;
  const [empty] = useState(() =>
    emptyDraft({ person: { id: me.id, name: me.name, color: me.color }, email: me.email, roles: ['admin'] }),
  );
  const [draft, setDraft] = useState(() => readDraft(keptInTab.read(key), empty));
  const isDirty = JSON.stringify(draft) !== JSON.stringify(empty);
  useEffect(() => keptInTab.write(key, isDirty ? storeDraft(draft) : null), [key, isDirty, draft]);
  return {
    draft,
    isDirty,
    change: useCallback((change) => setDraft((now) => ({ ...now, ...change })), []),
    clear: useCallback(() => {
      setDraft(empty);
      keptInTab.write(key, null);
    }, [empty, key]),
  };
}
