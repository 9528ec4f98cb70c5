// The state of the ontology editor: the draft, its problems, and the undo history.
import { useCallback, useMemo, useState } from 'react';
import type { Ontology } from '../../protocol/types';
import { type Problem, problemsOf } from './check';
import { type Draft, toDraft } from './draft';
import { type FixedIds, fixedIds, NOTHING_FIXED } from './fixed-ids';
import { createHistory, endStep, record, redo, undo } from './history';

export interface OntologyEditorState {
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
export function useOntologyEditor(initial: Ontology, saved: Ontology | null): OntologyEditorState {
  const [history, setHistory] = useState(() => createHistory(toDraft(initial)));
  const draft = history.present;
  const problems = useMemo(() => problemsOf(draft), [draft]);
  const fixed = useMemo(() => (saved ? fixedIds(saved) : NOTHING_FIXED), [saved]);
  const apply = useCallback((next: Draft, tag?: string) => setHistory((now) => record(now, next, tag)), []);
  const restart = useCallback((ontology: Ontology) => setHistory(createHistory(toDraft(ontology))), []);
  return {
    draft,
    problems,
    fixed,
    apply,
    seal: useCallback(() => setHistory(endStep), []),
    undo: useCallback(() => setHistory(undo), []),
    redo: useCallback(() => setHistory(redo), []),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    restart,
  };
}
