/** The issues of the open item: the list, the open issue, the one under the pointer, and the draft of a new one. */

import type { ItemModel, ModelChange } from '../model/item-model';
import type { Editor } from './editor';
import { IssueBoard, issuesDisabledReason, labelIssuesOf } from './issue-board';
import type { IssueDraft, IssuesState, LabelIssues, ShownIssue } from './state';
import { slice } from './store';

export class Issues {
  readonly all = slice<IssuesState>({ all: [], byId: new Map(), open: 0 });
  readonly ofLabels = slice<ReadonlyMap<string, LabelIssues>>(new Map());
  readonly active = slice<string | null>(null);
  readonly hovered = slice<string | null>(null);
  readonly draft = slice<IssueDraft | null>(null);

  readonly #editor: Editor;
  readonly #model: ItemModel;
  #board: IssueBoard;

  constructor(editor: Editor, model: ItemModel) {
    this.#editor = editor;
    this.#model = model;
    this.#board = boardOf(editor);
  }

  get(id: string): ShownIssue | undefined {
    return this.all.get().byId.get(id);
  }

  disabledReason(): string | null {
    const { task, item, info } = this.#editor;
    return issuesDisabledReason(task.get().consensus, item.get().stage, info.can.comment);
  }

  open(id: string | null): void {
    this.active.set(id);
  }

  hover(id: string | null): void {
    this.hovered.set(id);
  }

  start(draft: IssueDraft | null): void {
    if (draft !== null && this.disabledReason() !== null) return;
    this.draft.set(draft);
    if (draft !== null) this.active.set(null);
    // Only a pin that is not placed yet waits for a click.
    if (draft?.kind === 'pinned' && draft.anchor === null) this.#editor.setTool('pin');
    else if (this.#editor.tool.get().id === 'pin') this.#editor.setTool('select');
  }

  reveal(id: string): void {
    const editor = this.#editor;
    const issue = this.get(id);
    if (issue === undefined) return;
    const frame = issue.anchor?.frame ?? issue.frames?.first;
    if (frame !== undefined) editor.setFrame(frame);
    if (issue.label !== undefined && editor.label(issue.label) !== undefined) {
      editor.select([issue.label]);
      editor.zoomToLabel(issue.label);
    }
    if (issue.anchor !== undefined) editor.setCamera({ ...editor.camera.get(), x: issue.anchor.x, y: issue.anchor.y });
  }

  onModel(change: ModelChange): void {
    const missing = change.labels.size > 0 && this.#board.refresh(change.labels, this.#model.labels);
    if (change.issues || change.item || missing) this.#show();
  }

  /** Handles a change of the ontology, or of who may comment. */
  onTask(): void {
    this.#board = boardOf(this.#editor);
    this.#board.refresh(this.#model.labels.keys(), this.#model.labels);
    this.#show();
  }

  #show(): void {
    this.all.set(this.#board.state(this.#model.issues, this.#model.item.stage));
    this.ofLabels.set(labelIssuesOf(this.all.get().all));
    for (const pointed of [this.active, this.hovered]) {
      pointed.update((id) => (id === null || this.get(id) === undefined ? null : id));
    }
    if (this.draft.get() !== null && this.disabledReason() !== null) this.start(null);
  }
}

function boardOf({ task }: Editor): IssueBoard {
  const { ontology, consensus } = task.get();
  return new IssueBoard(ontology, consensus);
}
