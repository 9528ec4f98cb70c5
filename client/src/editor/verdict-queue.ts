/** The verdicts of the open item: each is shown at once, sent in order, and corrected by the server's answer. The editor
 * shows the document's verdicts, overlaid with own ones that the document does not contain yet. */

import type { ItemModel } from '../model/item-model';
import type { Platform } from '../platform/platform';
import { ApiError, type ApiErrorCode } from '../protocol/api';
import type { Person } from '../protocol/people';
import type { JudgeCommand, Judged, Verdict, VerdictKind } from '../protocol/review';
import type { ReviewState } from './state';

/** Commands that were not carried out; their verdicts are reverted on screen. */
export interface VerdictsRefused {
  readonly commands: readonly JudgeCommand[];
  readonly code: ApiErrorCode | 'internal';
  readonly reason: string;
}

export interface ReviewOptions {
  readonly model: ItemModel;
  readonly me: Person;
  readonly platform: Pick<Platform, 'now' | 'setTimer'>;
  readonly judge: (command: JudgeCommand) => Promise<Judged>;
  /** Whether own edits are in flight: a verdict waits for them, or it would fix a label before its edit is stored. */
  readonly editing: () => boolean;
  /** Whether the document is in sync with the server, as far as this client can tell. */
  readonly synced: () => boolean;
  readonly changed: () => void;
  readonly refused: (refusal: VerdictsRefused) => void;
}

interface QueuedCommand {
  readonly command: JudgeCommand;
  sent: boolean;
  answered: boolean;
}

/** A verdict shown before the document contains it. `order` is null if it comes with an own edit, not by a command. */
interface OptimisticVerdict {
  readonly verdict: Verdict | null;
  readonly order: QueuedCommand | null;
}

/** How long the document can take to show the outcome of a command. After that, another user's verdict has replaced it. */
const CONFIRMATION_TIMEOUT_MS = 10_000;

export class VerdictQueue {
  readonly #options: ReviewOptions;
  readonly #guesses = new Map<string, OptimisticVerdict>();
  #queue: QueuedCommand[] = [];
  #sending = false;
  #closed = false;
  #shown: ReadonlyMap<string, Verdict> = new Map();

  constructor(options: ReviewOptions) {
    this.#options = options;
  }

  /** The number of commands that the server has not answered. */
  get unsent(): number {
    return this.#queue.length;
  }

  verdictOf(id: string): Verdict | undefined {
    const guess = this.#guesses.get(id);
    return guess === undefined ? this.#options.model.verdicts.get(id) : (guess.verdict ?? undefined);
  }

  /** Whether the label has a verdict and is therefore fixed; it stays fixed until the server has carried out a revert. */
  isFixed(id: string): boolean {
    return this.verdictOf(id) !== undefined || this.#options.model.verdicts.has(id);
  }

  judge(command: JudgeCommand): void {
    const order: QueuedCommand = { command, sent: false, answered: false };
    for (const label of command.labels) {
      const verdict = command.verdict === 'pending' ? null : this.#mine(command.verdict);
      this.#guesses.set(label, { verdict, order });
    }
    this.#queue.push(order);
    this.#options.changed();
    this.sendNext();
  }

  /** Shows own new labels as approved: the server approves them as it stores them (F59). */
  onAdded(ids: readonly string[]): void {
    for (const id of ids) this.#guesses.set(id, { verdict: this.#mine('approved'), order: null });
    this.#options.changed();
  }

  /** Handles changed verdicts in the document. */
  onVerdicts(ids: ReadonlySet<string>): void {
    for (const id of ids) {
      const guess = this.#guesses.get(id);
      if (guess !== undefined && (guess.order === null || guess.order.sent) && this.#told(id, guess)) {
        this.#guesses.delete(id);
      }
    }
    this.#options.changed();
  }

  onLabels(ids: ReadonlySet<string>): void {
    for (const id of ids) if (!this.#options.model.labels.has(id)) this.#guesses.delete(id);
    this.#options.changed();
  }

  state(): ReviewState {
    const { labels, verdicts: told } = this.#options.model;
    const verdicts = new Map<string, Verdict>();
    let approved = 0;
    const put = (id: string, verdict: Verdict): void => {
      if (!labels.has(id)) return;
      verdicts.set(id, verdict);
      if (verdict.verdict === 'approved') approved++;
    };
    for (const [id, verdict] of told) if (!this.#guesses.has(id)) put(id, verdict);
    for (const [id, { verdict }] of this.#guesses) if (verdict !== null) put(id, verdict);
    // Unchanged verdicts keep the same map, so that views need not render them again.
    const same =
      verdicts.size === this.#shown.size && [...verdicts].every(([id, verdict]) => this.#shown.get(id) === verdict);
    if (!same) this.#shown = verdicts;
    const rejected = verdicts.size - approved;
    return { verdicts: this.#shown, approved, rejected, pending: labels.size - verdicts.size, unsent: this.unsent };
  }

  /** Sends the queued commands, one at a time: the server must see them in the order they were given. */
  sendNext(): void {
    if (this.#sending || this.#queue.length === 0) return;
    if (!this.#options.editing()) void this.#send();
    else if (this.#closed) this.#lose(this.#queue, 'offline', 'You left the item before your edits were saved.');
  }

  /** Sends what can still be sent after the item is left. Commands that wait for edits are reported as refused. */
  close(): void {
    this.#closed = true;
    this.sendNext();
  }

  async #send(): Promise<void> {
    this.#sending = true;
    const orders = this.#next();
    for (const order of orders) order.sent = true;
    try {
      const { skipped } = await this.#options.judge(mergeCommands(orders));
      this.#done(orders);
      this.#answered(orders, new Set(skipped));
    } catch (error) {
      this.#failed(orders, error);
    }
    this.#sending = false;
    this.sendNext();
  }

  /** Returns the first command with the equal ones right behind it: a key held down is one request, not fifty. */
  #next(): readonly QueuedCommand[] {
    const [first] = this.#queue;
    if (first === undefined) return [];
    const alike = ({ command }: QueuedCommand): boolean =>
      command.verdict === first.command.verdict &&
      command.frame === first.command.frame &&
      command.reason === undefined &&
      command.tags === undefined &&
      command.mentions === undefined;
    if (!alike(first)) return [first];
    const end = this.#queue.findIndex((order) => !alike(order));
    return this.#queue.slice(0, end < 0 ? undefined : end);
  }

  #done(orders: readonly QueuedCommand[]): void {
    const gone = new Set(orders);
    this.#queue = this.#queue.filter((order) => !gone.has(order));
  }

  #answered(orders: readonly QueuedCommand[], skipped: ReadonlySet<string>): void {
    let waits = false;
    for (const order of orders) {
      order.answered = true;
      for (const [id, guess] of this.#of(order)) {
        if (skipped.has(id) || this.#told(id, guess)) this.#guesses.delete(id);
        else waits = true;
      }
    }
    if (waits && !this.#closed) this.#settleLater(orders);
    this.#options.changed();
  }

  /** Drops verdicts that the document does not show in time: another user's verdict has replaced them. */
  #settleLater(orders: readonly QueuedCommand[]): void {
    this.#options.platform.setTimer(CONFIRMATION_TIMEOUT_MS, () => {
      if (this.#closed) return;
      if (!this.#options.synced()) return this.#settleLater(orders);
      for (const order of orders) for (const [id] of this.#of(order)) this.#guesses.delete(id);
      this.#options.changed();
    });
  }

  #failed(orders: readonly QueuedCommand[], error: unknown): void {
    const api = error instanceof ApiError ? error : null;
    // Without a connection, the commands behind it would fail as well.
    const lost = api?.code === 'offline' ? this.#queue : orders;
    this.#lose(lost, api?.code ?? 'internal', api?.message ?? 'Something went wrong on this page.');
  }

  #lose(lost: readonly QueuedCommand[], code: VerdictsRefused['code'], reason: string): void {
    this.#done(lost);
    for (const order of lost) for (const [id] of this.#of(order)) this.#guesses.delete(id);
    this.#options.changed();
    this.#options.refused({ commands: lost.map((order) => order.command), code, reason });
  }

  *#of(order: QueuedCommand): Generator<readonly [string, OptimisticVerdict]> {
    for (const id of order.command.labels) {
      const guess = this.#guesses.get(id);
      if (guess?.order === order) yield [id, guess];
    }
  }

  #told(id: string, guess: OptimisticVerdict): boolean {
    return this.#options.model.verdicts.get(id)?.verdict === guess.verdict?.verdict;
  }

  #mine(verdict: VerdictKind): Verdict {
    const { me, model, platform } = this.#options;
    const at = new Date(platform.now()).toISOString();
    return { verdict, by: me.id, by_name: me.name, at, round: model.item.round ?? 0 };
  }
}

function mergeCommands(orders: readonly QueuedCommand[]): JudgeCommand {
  const [first] = orders;
  if (first === undefined) throw new Error('no command to send');
  if (orders.length === 1) return first.command;
  return { ...first.command, labels: [...new Set(orders.flatMap((order) => order.command.labels))] };
}
