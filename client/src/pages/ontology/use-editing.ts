// The state of the ontology editor: the draft, its problems, and the undo history.
import { useCallback, useMemo, useState } from 'react';
import type { Ontology } from '../../protocol/types';
import { type Problem, problemsOf } from './check';
import { type Draft, openOntology } from './draft';
import { type FixedIds, fixedIds, NOTHING_FIXED } from './fixed-ids';
import { begin, record, redo, seal, undo } from './history';

export interface Editing {
  readonly draft: Draft;
  readonly problems: readonly Problem[];
  /** Ids that existing labels can use. */
  readonly fixed: FixedIds;
  /** Consecutive changes with the same tag are undone as one. */
  readonly apply: (draft: Draft, tag?: string) => void;
  readonly seal: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Starts again with an ontology. This cannot be undone. */
  readonly restart: (ontology: Ontology) => void;
}

/** `saved` is the ontology that labels use; null if there are no labels yet. */
export function useEditing(initial: Ontology, saved: Ontology | null): Editing {
  const [history, setHistory] = useState(() => begin(openOntology(initial)));
  const draft = history.present;
  const problems = useMemo(() => problemsOf(draft), [draft]);
  const fixed = useMemo(() => (saved ? fixedIds(saved) : NOTHING_FIXED), [saved]);
  const apply = useCallback((next: Draft, tag?: string) => setHistory((now) => record(now, next, tag)), []);
  const restart = useCallback((ontology: Ontology) => setHistory(begin(openOntology(ontology))), []);
  return {
    draft,
    problems,
    fixed,
    apply,
    seal: useCallback(() => setHistory(seal), []),
    undo: useCallback(() => setHistory(undo), []),
    redo: useCallback(() => setHistory(redo), []),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    restart,
  };
}
