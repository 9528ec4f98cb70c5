/** The issues of an item as shown: the stored ones, and those for what is missing right now (F93). The server stores what
 * is missing at a stage change; until then the document lacks it, or still lists what is resolved by now. */

import type { MissingRequirement } from '../kernels/requirements';
import type { Issue, OpenedKind } from '../protocol/issues';
import type { Label, Ontology } from '../protocol/labels';
import type { Stage } from '../protocol/people';
import { Requirements } from './requirements';
import type { IssuesState, LabelIssues, ShownIssue } from './state';

export class IssueBoard {
  readonly #requirements: Requirements;
  readonly #consensus: boolean;
  /** Keeps the same object for the same requirement, so that lists need not render it again. */
  readonly #derived = new Map<string, ShownIssue>();
  readonly #turned = new WeakMap<Issue, Issue>();

  constructor(ontology: Ontology, consensus: boolean) {
    this.#requirements = new Requirements(ontology);
    this.#consensus = consensus;
  }

  /** Checks the given labels again; returns `true` if that changes the issues. */
  refresh(ids: Iterable<string>, labels: ReadonlyMap<string, Label>): boolean {
    return this.#requirements.refresh(ids, labels);
  }

  /** Returns the issues to show. `stage` is undefined until the document is loaded; what it lacks is then unknown. */
  state(stored: readonly Issue[], stage: Stage | undefined): IssuesState {
    const derives = stage !== undefined && stage !== 'complete';
    const merged = derives ? this.#merge(stored) : stored;
    // F94: annotators of a consensus task do not see each other's comments.
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

  /** Returns the issue with the opposite state: it is stored as open but resolved by now, or the other way round. */
  #turn(issue: Issue): Issue {
    const known = this.#turned.get(issue);
    if (known !== undefined) return known;
    const turned: Issue = { ...issue, state: issue.state === 'open' ? 'resolved' : 'open', resolved: undefined };
    this.#turned.set(issue, turned);
    return turned;
  }

  #derive(id: string, missing: MissingRequirement): ShownIssue {
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

/** Returns the issues of each label, for the counts on its icon and the issue it opens (F88). */
export function labelIssuesOf(issues: readonly Issue[]): ReadonlyMap<string, LabelIssues> {
  const found = new Map<string, { open: number; resolved: number; first: string; rank: number }>();
  for (const { id, kind, label, state } of issues) {
    if (label === undefined) continue;
    // Issues by users rank before requirements, and those before resolved issues; within a rank, the newest comes first.
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

/** Returns why no issue can be opened here, or `null` if one can (F95). */
export function issuesDisabledReason(consensus: boolean, stage: Stage, mayComment: boolean): string | null {
  if (consensus && stage === 'annotate') return 'Annotators of this task work without comments';
  return mayComment ? null : 'Your role can only view this item';
}

/** Returns the kinds of issue that can be opened, given the stage and the number of frames (F89–F92). */
export function openableKinds(stage: Stage, frames: number): readonly OpenedKind[] {
  if (frames < 2) return ['file', 'pinned'];
  const ranges = stage === 'review' || stage === 'acceptance';
  return ranges ? ['file', 'pinned', 'frame', 'frame_range'] : ['file', 'pinned', 'frame'];
}
