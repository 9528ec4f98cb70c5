/** Undo and redo of the user's own edits and verdicts, in one order. The document undoes edits; a new command restores the
 * previous verdicts. */

import type { ItemModel } from '../model/item-model';
import type { JudgeCommand, VerdictKind, VerdictState } from '../protocol/review';
import type { HistoryState } from './state';

export interface HistoryOptions {
  readonly model: ItemModel;
  readonly mayEdit: () => boolean;
  readonly mayJudge: () => boolean;
  readonly verdictOf: (label: string) => VerdictKind | undefined;
  readonly send: (command: JudgeCommand) => void;
}

/** An own command and what it changed. `depth`: the number of edits made before it, or, once it is undone, undone before it. */
interface Step {
  readonly before: ReadonlyMap<string, VerdictState>;
  readonly after: VerdictState;
  depth: number;
}

/** `labels`: the labels whose verdict changed; empty if another user has replaced the verdict of each. */
export interface RestoredVerdicts {
  readonly labels: readonly string[];
}

export class History {
  readonly #options: HistoryOptions;
  #undo: Step[] = [];
  #redo: Step[] = [];
  #commands = new WeakMap<JudgeCommand, Step>();
  #stepping = false;
  #edits = 0;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  get state(): HistoryState {
    const { model, mayEdit, mayJudge } = this.#options;
    const can = (step: Step | undefined, edits: number): boolean =>
      step !== undefined ? mayJudge() : edits > 0 && mayEdit();
    return { canUndo: can(this.#lastVerdict(), model.undoDepth), canRedo: can(this.#nextVerdict(), model.redoDepth) };
  }

  /** Gives a verdict and remembers the previous ones. */
  judge(command: JudgeCommand): void {
    const { model, verdictOf, send } = this.#options;
    const before = new Map(command.labels.map((id) => [id, verdictOf(id) ?? 'pending'] as const));
    model.endGroup();
    model.dropRedo();
    this.#redo = [];
    const step: Step = { before, after: command.verdict, depth: model.undoDepth };
    this.#undo.push(step);
    this.#commands.set(command, step);
    send(command);
  }

  /** Forgets commands that the server did not carry out: there is nothing to undo. */
  refused(commands: readonly JudgeCommand[]): void {
    const steps = new Set(commands.map((command) => this.#commands.get(command)));
    this.#undo = this.#undo.filter((step) => !steps.has(step));
    this.#redo = this.#redo.filter((step) => !steps.has(step));
  }

  /** Forgets all verdicts: after a stage change, the user can no longer revert them. */
  forgetVerdicts(): void {
    this.#undo = [];
    this.#redo = [];
  }

  /** Handles a change of the document's undo steps. */
  onEdits(): void {
    const { undoDepth, redoDepth } = this.#options.model;
    // A new edit clears the redo steps.
    if (!this.#stepping && undoDepth > this.#edits) this.#redo = [];
    this.#edits = undoDepth;
    // Another document has no steps: verdicts that were among them now come after them.
    for (const step of this.#undo) step.depth = Math.min(step.depth, undoDepth);
    for (const step of this.#redo) step.depth = Math.min(step.depth, redoDepth);
  }

  /** Undoes the last step. Returns `null` if there was none, or if it was an edit, which the document itself shows. */
  undo(): RestoredVerdicts | null {
    const { model, mayEdit, mayJudge } = this.#options;
    const step = this.#lastVerdict();
    if (step === undefined) {
      if (mayEdit()) this.#step(() => model.undo());
      return null;
    }
    if (!mayJudge()) return null;
    this.#undo.pop();
    step.depth = model.redoDepth;
    this.#redo.push(step);
    return { labels: this.#give(step, (id) => step.before.get(id) ?? 'pending', step.after) };
  }

  redo(): RestoredVerdicts | null {
    const { model, mayEdit, mayJudge } = this.#options;
    const step = this.#nextVerdict();
    if (step === undefined) {
      if (mayEdit()) this.#step(() => model.redo());
      return null;
    }
    if (!mayJudge()) return null;
    this.#redo.pop();
    step.depth = model.undoDepth;
    this.#undo.push(step);
    return { labels: this.#give(step, () => step.after, null) };
  }

  #lastVerdict(): Step | undefined {
    const step = this.#undo.at(-1);
    return step !== undefined && step.depth >= this.#options.model.undoDepth ? step : undefined;
  }

  #nextVerdict(): Step | undefined {
    const step = this.#redo.at(-1);
    return step !== undefined && step.depth >= this.#options.model.redoDepth ? step : undefined;
  }

  #step(run: () => void): void {
    this.#stepping = true;
    run();
    this.#stepping = false;
  }

  /** Gives each label its verdict and returns the labels. Skips those that no longer have the verdict `only` (or, if null, the
   * previous one): another user has judged them since. */
  #give(step: Step, verdict: (id: string) => VerdictState, only: VerdictState | null): readonly string[] {
    const { model, verdictOf, send } = this.#options;
    model.endGroup();
    const groups = new Map<VerdictState, string[]>();
    const given: string[] = [];
    for (const [id, before] of step.before) {
      const now = verdictOf(id) ?? 'pending';
      if (!model.labels.has(id) || now !== (only ?? before) || now === verdict(id)) continue;
      given.push(id);
      const group = groups.get(verdict(id));
      if (group === undefined) groups.set(verdict(id), [id]);
      else group.push(id);
    }
    for (const [kind, labels] of groups) send({ verdict: kind, labels });
    return given;
  }
}
