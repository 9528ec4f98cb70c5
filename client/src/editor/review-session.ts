/** The reviewer's work on the open item: the mode, verdicts, stepping and undo. */

import type { ItemModel } from '../model/item-model';
import type { Platform } from '../platform/platform';
import type { Person, Stage } from '../protocol/people';
import type { JudgeCommand, Judged, VerdictState } from '../protocol/review';
import { History, type RestoredVerdicts } from './history';
import type { EditorSettings } from './settings';
import type { AttributeField, EditorMode, HistoryState, LabelsState, LabelView, ReviewState } from './state';
import { listOrder, nextPending, reviewOrder, stepFrom } from './stepping';
import { sameFields, sameItems, slice } from './store';
import { VerdictQueue, type VerdictsRefused } from './verdict-queue';

export type JudgeDetails = Pick<JudgeCommand, 'reason' | 'tags' | 'mentions'>;

export interface ReviewingOptions {
  readonly model: ItemModel;
  readonly me: Person;
  readonly platform: Pick<Platform, 'now' | 'setTimer' | 'onBeforeUnload'>;
  readonly judge: (command: JudgeCommand) => Promise<Judged>;
  readonly stage: () => Stage;
  readonly settings: () => EditorSettings;
  readonly labels: () => LabelsState;
  readonly frame: () => number;
  readonly attributeFields: (label: string) => readonly AttributeField[];
  readonly isVisible: (view: LabelView) => boolean;
  readonly selection: () => readonly string[];
  readonly select: (ids: readonly string[]) => void;
  readonly reveal: (id: string) => void;
  readonly single: () => boolean;
  /** The permission that follows from role, stage, lock and connection, regardless of the mode. */
  readonly mayEdit: () => boolean;
  /** Whether the item can be worked on here, not only viewed and commented on. */
  readonly canBeWorkedOn: () => boolean;
  readonly unsentEdits: () => boolean;
  readonly synced: () => boolean;
  readonly modeChanged: () => void;
  readonly unsentChanged: () => void;
  readonly refused: (refusal: VerdictsRefused) => void;
  /** Called when undo finds that another user has changed the verdicts since. */
  readonly onVerdictReplaced: () => void;
}

export class ReviewSession {
  readonly review = slice<ReviewState>(
    { verdicts: new Map(), approved: 0, rejected: 0, pending: 0, unsent: 0 },
    sameFields,
  );
  readonly mode = slice<EditorMode>('annotate');
  readonly rejecting = slice<readonly string[] | null>(null, (a, b) => a === b || (!!a && !!b && sameItems(a, b)));
  readonly attribute = slice<string | null>(null);
  readonly history = slice<HistoryState>({ canUndo: false, canRedo: false }, sameFields);

  readonly #options: ReviewingOptions;
  readonly #review: VerdictQueue;
  readonly #history: History;
  readonly #stopWarning: () => void;
  #rights: { readonly stage: Stage; readonly judge: boolean } | null = null;
  #stage: Stage;
  #editing = false;
  #closed = false;

  constructor(options: ReviewingOptions) {
    this.#options = options;
    this.#stage = options.stage();
    this.#review = new VerdictQueue({
      model: options.model,
      me: options.me,
      platform: options.platform,
      judge: options.judge,
      editing: options.unsentEdits,
      synced: options.synced,
      changed: () => this.#refresh(),
      refused: (refusal) => this.#onRefused(refusal),
    });
    this.#history = new History({
      model: options.model,
      mayEdit: options.mayEdit,
      mayJudge: () => this.mayJudge,
      verdictOf: (id) => this.#review.verdictOf(id)?.verdict,
      send: (command) => this.#review.judge(command),
    });
    this.#stopWarning = options.platform.onBeforeUnload(() => this.#review.unsent > 0);
  }

  /** Lets the verdicts in flight arrive; until then, leaving the page shows a warning. */
  close(): void {
    this.#closed = true;
    this.#review.close();
    if (this.#review.unsent === 0) this.#stopWarning();
  }

  get mayJudge(): boolean {
    return this.mode.get() !== 'annotate';
  }

  get unsent(): number {
    return this.#review.unsent;
  }

  /** Whether the label has a verdict in review, and cannot be edited until it is reverted (F58, F61). */
  isFixed(id: string): boolean {
    return this.mayJudge && this.#review.isFixed(id);
  }

  /** Sets whether the user may give verdicts at a stage, as the server reports it. */
  setRights(stage: Stage, judge: boolean): void {
    this.#rights = { stage, judge };
    this.#refreshMode();
  }

  setEditing(on: boolean): void {
    this.#editing = on && this.mayJudge;
    this.#refreshMode();
  }

  // Changes from outside

  onStage(): void {
    const stage = this.#options.stage();
    if (stage === this.#stage) return;
    this.#stage = stage;
    this.#editing = false;
    this.#history.forgetVerdicts();
    this.rejecting.set(null);
    this.#refreshMode();
  }

  onVerdicts(ids: ReadonlySet<string>): void {
    this.#review.onVerdicts(ids);
  }

  onLabels(ids: ReadonlySet<string>): void {
    this.#review.onLabels(ids);
    const { model } = this.#options;
    this.rejecting.update((labels) => {
      const left = labels?.filter((id) => model.labels.has(id)) ?? null;
      return left?.length === 0 ? null : left;
    });
  }

  onEdits(): void {
    this.#history.onEdits();
    this.#refreshHistory();
  }

  /** Handles a change of the connection or of the user's permissions. */
  onSession(): void {
    this.#review.sendNext();
    this.#refreshMode();
    this.#refreshHistory();
  }

  /** Shows own new labels as approved: the server approves them as it stores them (F59). */
  onAdded(ids: readonly string[]): void {
    this.#review.onAdded(ids);
  }

  // Verdicts

  judge(verdict: VerdictState, ids: readonly string[], details: JudgeDetails = {}): void {
    if (!this.mayJudge) return;
    const { model, selection } = this.#options;
    const changes = (id: string): boolean =>
      details.reason !== undefined || (this.#review.verdictOf(id)?.verdict ?? 'pending') !== verdict;
    const labels = [...new Set(ids)].filter((id) => model.labels.has(id) && changes(id));
    if (labels.length === 0) return;
    const judged = new Set(labels);
    const advances = verdict !== 'pending' && selection().some((id) => judged.has(id));
    const frame = this.#options.frame();
    this.#history.judge({ verdict, labels, ...(frame > 0 && { frame }), ...details });
    this.#refreshHistory();
    if (advances) this.#advance(labels);
  }

  /** Asks for the reason of a rejection; `null` cancels. */
  startReject(ids: readonly string[] | null): void {
    const { model } = this.#options;
    const labels = ids?.filter((id) => model.labels.has(id)) ?? [];
    this.rejecting.set(labels.length === 0 || !this.mayJudge ? null : labels);
  }

  pendingInFrame(): readonly string[] {
    const { ordered } = this.#options.labels();
    return ordered.flatMap((view) => (view.outside || this.#review.isFixed(view.id) ? [] : [view.id]));
  }

  #advance(judged: readonly string[]): void {
    const { labels, settings, isVisible } = this.#options;
    if (!settings().advance || this.mode.get() !== 'review') return;
    const { groups, byId } = labels();
    const isPending = (id: string): boolean => this.#review.verdictOf(id) === undefined;
    const seen = (id: string): boolean => {
      const view = byId.get(id);
      return view !== undefined && isVisible(view);
    };
    const next =
      nextPending(groups, (id) => isPending(id) && seen(id), judged) ?? nextPending(groups, isPending, judged);
    this.#goTo(next);
  }

  // Stepping

  /** Selects the label after (1) or before (-1) the selected one, in the order of the lists. */
  selectNext(step: 1 | -1): void {
    this.#goTo(stepFrom(this.#order(), this.#options.selection().at(-1), step));
  }

  /** Steps to the next or previous label (F39); in single-label mode, through the label's attributes first (F40). */
  step(step: 1 | -1): void {
    const { selection, single, settings, attributeFields } = this.#options;
    const [id, more] = selection();
    const turbo = single() && settings().turboAttributes;
    if (turbo && id !== undefined && more === undefined) {
      const fields = attributeFields(id).map((field) => field.attribute.id);
      const at = fields.indexOf(this.attribute.get() ?? '');
      const next = at + step;
      if (next >= -1 && next < fields.length && (step === 1 || at >= 0)) {
        this.attribute.set(fields[next] ?? null);
        return;
      }
    }
    this.selectNext(step);
    const now = selection().at(-1);
    if (turbo && step === -1 && now !== undefined)
      this.attribute.set(attributeFields(now).at(-1)?.attribute.id ?? null);
  }

  /** Adds the next label to the selection, or removes the last one again when going back. */
  extend(step: 1 | -1): void {
    const { selection, select, reveal } = this.#options;
    const selected = selection();
    const next = stepFrom(this.#order(), selected.at(-1), step);
    if (next === undefined) return;
    if (selected.at(-2) === next) select(selected.slice(0, -1));
    else select([...selected.filter((id) => id !== next), next]);
    reveal(next);
  }

  #order(): readonly string[] {
    const { groups } = this.#options.labels();
    if (!this.mayJudge) return listOrder(groups);
    return reviewOrder(groups, (id) => this.#review.verdictOf(id) === undefined);
  }

  #goTo(id: string | undefined): void {
    this.#options.select(id === undefined ? [] : [id]);
    if (id !== undefined) this.#options.reveal(id);
  }

  // Undo

  undo(): void {
    this.#stepped(this.#history.undo());
  }

  redo(): void {
    this.#stepped(this.#history.redo());
  }

  #stepped(stepped: RestoredVerdicts | null): void {
    this.#refreshHistory();
    if (stepped === null) return;
    if (stepped.labels.length === 0) return this.#options.onVerdictReplaced();
    this.#options.select(stepped.labels);
    const [first] = stepped.labels;
    if (first !== undefined) this.#options.reveal(first);
  }

  #onRefused(refusal: VerdictsRefused): void {
    this.#history.refused(refusal.commands);
    this.#refreshHistory();
    this.#options.refused(refusal);
  }

  #refresh(): void {
    const before = this.review.get().unsent;
    this.review.set(this.#review.state());
    if (this.#review.unsent !== before) this.#options.unsentChanged();
    if (this.#closed && this.#review.unsent === 0) this.#stopWarning();
  }

  #refreshHistory(): void {
    this.history.set(this.#history.state);
  }

  #refreshMode(): void {
    const judging = this.#options.canBeWorkedOn() && this.#rights?.judge === true && this.#rights.stage === this.#stage;
    const inReview = judging && (this.#stage === 'review' || this.#stage === 'acceptance');
    const mode: EditorMode = !inReview ? 'annotate' : this.#editing ? 'review_edit' : 'review';
    if (mode === this.mode.get()) return;
    if (mode === 'annotate') {
      this.#editing = false;
      this.rejecting.set(null);
    }
    this.mode.set(mode);
    this.#options.modeChanged();
    this.#refreshHistory();
  }
}
