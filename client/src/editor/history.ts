/** Undo and redo: my edits, which the document undoes, and my verdicts, which are given again as they were before; all in
 * one order. */

import type { ItemModel } from '../model/item-model';
import type { JudgeCommand, Judgement, VerdictKind } from '../protocol/review';
import type { HistoryState } from './state';

export interface HistoryOptions {
  readonly model: ItemModel;
  readonly mayEdit: () => boolean;
  readonly mayJudge: () => boolean;
  readonly verdictOf: (label: string) => VerdictKind | undefined;
  readonly send: (command: JudgeCommand) => void;
}

/** A command of mine and what it changed. `depth`: how many edits had been made before it, or undone before it was. */
interface Step {
  readonly before: ReadonlyMap<string, Judgement>;
  readonly after: Judgement;
  depth: number;
}

/** `labels`: those whose verdict was changed; empty when another's verdict stands on all of them. */
export interface Stepped {
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

  /** Gives the verdict and remembers what was before. */
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

  /** The server did not carry them out: there is nothing to take back. */
  refused(commands: readonly JudgeCommand[]): void {
    const steps = new Set(commands.map((command) => this.#commands.get(command)));
    this.#undo = this.#undo.filter((step) => !steps.has(step));
    this.#redo = this.#redo.filter((step) => !steps.has(step));
  }

  /** The item has moved on: its verdicts are no longer mine to take back. */
  forgetVerdicts(): void {
    this.#undo = [];
    this.#redo = [];
  }

  /** The document's own steps have changed. */
  onEdits(): void {
    const { undoDepth, redoDepth } = this.#options.model;
    // A new edit is the end of what could be done again.
    if (!this.#stepping && undoDepth > this.#edits) this.#redo = [];
    this.#edits = undoDepth;
    // With another document the steps are gone: what was among them comes after them.
    for (const step of this.#undo) step.depth = Math.min(step.depth, undoDepth);
    for (const step of this.#redo) step.depth = Math.min(step.depth, redoDepth);
  }

  /** Null: nothing, or an edit, which the document shows by itself. */
  undo(): Stepped | null {
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

  redo(): Stepped | null {
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

  /** Labels are given their verdict each; those on which `only` no longer stands were judged by somebody else since. */
  #give(step: Step, verdict: (id: string) => Judgement, only: Judgement | null): readonly string[] {
    const { model, verdictOf, send } = this.#options;
    model.endGroup();
    const groups = new Map<Judgement, string[]>();
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
