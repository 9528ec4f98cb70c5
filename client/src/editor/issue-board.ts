/** The threads of an item as they are shown: the stored ones, and what is missing right now (F93). The server stores what
 * is missing when the item moves on; until then the document does not say it, or says what is settled by now. */

import type { Missing } from '../kernels/requirements';
import type { Issue, OpenedKind } from '../protocol/issues';
import type { Label, Ontology } from '../protocol/labels';
import type { Stage } from '../protocol/people';
import { Requirements } from './requirements';
import type { IssuesState, LabelIssues, ShownIssue } from './state';

export class IssueBoard {
  readonly #requirements: Requirements;
  readonly #consensus: boolean;
  /** The same thing missing is the same object, so that lists need not draw it again. */
  readonly #derived = new Map<string, ShownIssue>();
  readonly #turned = new WeakMap<Issue, Issue>();

  constructor(ontology: Ontology, consensus: boolean) {
    this.#requirements = new Requirements(ontology);
    this.#consensus = consensus;
  }

  /** Looks at the named labels again; true when the threads change by it. */
  refresh(ids: Iterable<string>, labels: ReadonlyMap<string, Label>): boolean {
    return this.#requirements.refresh(ids, labels);
  }

  /** `stage`: undefined while the document is not here, and nothing can be said of what it lacks. */
  state(stored: readonly Issue[], stage: Stage | undefined): IssuesState {
    const derives = stage !== undefined && stage !== 'complete';
    const merged = derives ? this.#merge(stored) : stored;
    // F94: annotators of a consensus do not see one another's words.
    const hides = this.#consensus && stage === 'annotate';
    const all = hides ? merged.filter((issue) => issue.kind === 'task_requirement') : merged;
    return {
      all,
      byId: new Map(all.map((issue) => [issue.id, issue])),
      open: all.reduce((sum, issue) => sum + (issue.state === 'open' ? 1 : 0), 0),
    };
  }

  #merge(stored: readonly Issue[]): readonly ShownIssue[] {
    const all: ShownIssue[] = [];
    const told = new Set(stored.flatMap((issue) => (issue.kind === 'task_requirement' ? [issue.id] : [])));
    const missing = new Set<string>();
    for (const [id, each] of this.#requirements.all()) {
      if (told.has(id)) missing.add(id);
      else all.push(this.#derive(id, each));
    }
    for (const issue of stored) {
      const asStored = issue.kind !== 'task_requirement' || (issue.state === 'open') === missing.has(issue.id);
      all.push(asStored ? issue : this.#turn(issue));
    }
    return all;
  }

  /** Open as stored and settled by now, or the other way round. */
  #turn(issue: Issue): Issue {
    const known = this.#turned.get(issue);
    if (known !== undefined) return known;
    const turned: Issue = { ...issue, state: issue.state === 'open' ? 'resolved' : 'open', resolved: undefined };
    this.#turned.set(issue, turned);
    return turned;
  }

  #derive(id: string, missing: Missing): ShownIssue {
    const known = this.#derived.get(id);
    if (known !== undefined) return known;
    const issue: ShownIssue = {
      id,
      kind: 'task_requirement',
      ...missing,
      state: 'open',
      at: '',
      comments: [],
      derived: true,
    };
    this.#derived.set(id, issue);
    return issue;
  }
}

/** The threads about each label: what its icon says and opens (F88). */
export function labelIssuesOf(issues: readonly Issue[]): ReadonlyMap<string, LabelIssues> {
  const found = new Map<string, { open: number; resolved: number; first: string; rank: number }>();
  for (const { id, kind, label, state } of issues) {
    if (label === undefined) continue;
    // What a person said, before what is missing, before what is settled; of the same, the newest.
    const rank = state === 'resolved' ? 0 : kind === 'task_requirement' ? 1 : 2;
    let about = found.get(label);
    if (about === undefined) {
      about = { open: 0, resolved: 0, first: id, rank };
      found.set(label, about);
    }
    about[state]++;
    if (rank > about.rank) {
      about.first = id;
      about.rank = rank;
    }
  }
  return found;
}

/** Why no thread can be opened here; null when it can (F95). */
export function whyNoIssues(consensus: boolean, stage: Stage, mayComment: boolean): string | null {
  if (consensus && stage === 'annotate') return 'Annotators of this task work without comments';
  return mayComment ? null : 'Your role may only look at this item';
}

/** What a new thread can be about, with so many frames at a stage (F89–F92). */
export function openableKinds(stage: Stage, frames: number): readonly OpenedKind[] {
  if (frames < 2) return ['file', 'pinned'];
  const ranges = stage === 'review' || stage === 'acceptance';
  return ranges ? ['file', 'pinned', 'frame', 'frame_range'] : ['file', 'pinned', 'frame'];
}
