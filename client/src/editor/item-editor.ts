/** The {@link Editor}: puts document, connection, tools and view together. */

import { type UnfoldedField, unfold } from '../kernels/attributes';
import type { Bounds, Size } from '../kernels/bounds';
import { ItemModel, type ModelChange } from '../model/item-model';
import type { Platform } from '../platform/platform';
import type { Item, Me, Task } from '../protocol/http';
import type { Figure, Json, OntologyClass } from '../protocol/labels';
import { MAX_PRESENCE_SELECTION } from '../protocol/limits';
import type { JudgeCommand, Judged } from '../protocol/review';
import type { Access, LockView } from '../protocol/wire';
import type { OutboxStore } from '../sync/outbox';
import type { PeerPresence } from '../sync/presence';
import { Session, type SessionView } from '../sync/session';
import { presenceDraft } from './draft';
import type { Editor } from './editor';
import { IssueBoard, labelIssuesOf, whyNoIssues } from './issue-board';
import { LabelEdits } from './label-edits';
import { figureOf, LabelIndex } from './label-index';
import { MaskCache } from './masks';
import { Notices } from './notices';
import type { VerdictsRefused } from './review';
import { Reviewing } from './reviewing';
import { type EditorSettings, readEditorSettings } from './settings';
import { Sight } from './sight';
import type {
  ConnectionState,
  DiscardedWork,
  EditPermission,
  IssueDraft,
  IssuesState,
  ItemState,
  LabelIssues,
  LabelsState,
  LabelView,
  Peer,
  SaveState,
  ShownIssue,
  ToolId,
  ToolState,
} from './state';
import { connectionState, editPermission, saveState } from './status';
import { sameFields, sameItems, slice } from './store';
import { toolHost } from './tool-host';
import { BoxTool, boxShape } from './tools/box';
import { PanTool } from './tools/pan';
import { PinTool } from './tools/pin';
import { lineShape, PolygonTool } from './tools/polygon';
import { SelectTool } from './tools/select';
import { NO_OVERLAY, type Overlay, type PointerInput, type Tool } from './tools/tool';

export interface ItemEditorOptions {
  readonly me: Me;
  readonly task: Task;
  readonly item: Item;
  readonly tab: string;
  readonly isTabOpen: (tab: string) => Promise<boolean>;
  readonly platform: Platform;
  readonly store: OutboxStore;
  /** Sends a command that judges labels. */
  readonly judge: (command: JudgeCommand) => Promise<Judged>;
  /** Verdicts that were refused after the editor was closed. */
  readonly onLateRefusal: (refusal: VerdictsRefused) => void;
  /** Runs an entry of the action registry, which is a layer above. */
  readonly runAction: (editor: Editor, id: string) => boolean;
}

/** Why nothing can be edited whatever the mode; the rest is said once somebody wants to edit. */
const ALWAYS_SAID: ReadonlySet<string> = new Set(['connecting', 'storage_down', 'stopped']);

export class ItemEditor implements Editor {
  readonly me: Me;
  readonly task: Task;
  readonly info: Item;
  readonly size: Size;
  readonly masks = new MaskCache();

  readonly item;
  readonly labels;
  readonly frame = slice(0);
  readonly selection = slice<readonly string[]>([], sameItems);
  readonly hovered = slice<string | null>(null);
  readonly tool;
  readonly overlay = slice<Overlay>(NO_OVERLAY);
  readonly activeClass = slice<OntologyClass | null>(null);
  readonly camera;
  readonly viewport;
  readonly view;
  readonly single;
  readonly following;
  readonly settings;
  readonly review;
  readonly mode;
  readonly rejecting;
  readonly attribute;
  readonly history;
  readonly saveState = slice<SaveState>({ kind: 'saved' }, sameFields);
  readonly connection = slice<ConnectionState>({ kind: 'connecting' }, sameFields);
  readonly lock = slice<LockView>({ status: 'free', epoch: 0, in_grace: false });
  readonly access;
  readonly permission = slice<EditPermission>({ allowed: false, why: 'connecting' }, sameFields);
  readonly peers = slice<readonly Peer[]>([]);
  readonly issues = slice<IssuesState>({ all: [], byId: new Map(), open: 0 });
  readonly labelIssues = slice<ReadonlyMap<string, LabelIssues>>(new Map());
  readonly activeIssue = slice<string | null>(null);
  readonly hoveredIssue = slice<string | null>(null);
  readonly issueDraft = slice<IssueDraft | null>(null);
  readonly notices;
  readonly discarded = slice<DiscardedWork | null>(null);

  readonly #options: ItemEditorOptions;
  readonly #notices: Notices;
  readonly #model = new ItemModel();
  readonly #index: LabelIndex;
  readonly #board: IssueBoard;
  readonly #session: Session;
  readonly #edits: LabelEdits;
  readonly #tools: Readonly<Record<ToolId, Tool>>;
  readonly #sight: Sight;
  readonly #reviewing: Reviewing;
  /** Whether labels may be edited as role, stage, lock and connection have it, whatever the mode. */
  #rightToEdit: EditPermission = { allowed: false, why: 'connecting' };

  constructor(options: ItemEditorOptions) {
    const { me, task, item } = options;
    this.#options = options;
    this.#notices = new Notices(options.platform.now);
    this.notices = this.#notices.all;
    this.me = me;
    this.task = task;
    this.info = item;
    this.size = { width: item.media.width, height: item.media.height };
    this.item = slice<ItemState>({ stage: item.stage, round: item.round }, sameFields);
    this.access = slice<Access>({ stage: item.stage, can_write: item.can.write });
    this.#index = new LabelIndex(task.ontology, this.masks);
    this.#board = new IssueBoard(task.ontology, task.consensus);
    this.labels = slice<LabelsState>(this.#index.state());
    this.activeClass.set(task.ontology.classes[0] ?? null);
    this.settings = slice<EditorSettings>(readEditorSettings(me.settings.editor), sameFields);
    this.#sight = new Sight({
      size: this.size,
      boundsOf: (id) => this.#index.bounds(id),
      selection: () => this.selection.get(),
      settings: () => this.settings.get(),
      peers: () => this.peers.get(),
      moved: () => this.#shareView(),
    });
    ({
      camera: this.camera,
      viewport: this.viewport,
      view: this.view,
      single: this.single,
      following: this.following,
    } = this.#sight);
    this.#reviewing = new Reviewing({
      model: this.#model,
      me,
      platform: options.platform,
      judge: options.judge,
      stage: () => this.item.get().stage,
      settings: () => this.settings.get(),
      labels: () => this.labels.get(),
      frame: () => this.frame.get(),
      attributeFields: (id) => this.attributeFields(id),
      isVisible: (view) => this.#sight.isVisible(view),
      selection: () => this.selection.get(),
      select: (ids) => this.select(ids),
      reveal: (id) => this.single.get() || this.#sight.reveal(id),
      single: () => this.single.get(),
      mayEdit: () => this.#rightToEdit.allowed,
      unsentEdits: () => this.#session.view.unsent > 0,
      synced: () => this.#session.view.phase.kind === 'online' && this.#session.view.phase.synced,
      modeChanged: () => this.#onMode(),
      unsentChanged: () => this.#refreshSaveState(),
      refused: (refusal) => {
        if (this.connection.get().kind === 'closed') options.onLateRefusal(refusal);
        else this.#notices.add({ kind: 'verdicts_refused', ...refusal });
      },
      stands: () => this.#notices.add({ kind: 'verdict_stands' }),
    });
    ({
      review: this.review,
      mode: this.mode,
      rejecting: this.rejecting,
      attribute: this.attribute,
      history: this.history,
    } = this.#reviewing);
    this.#edits = new LabelEdits({
      model: this.#model,
      index: this.#index,
      frame: () => this.frame.get(),
      size: this.size,
      newId: options.platform.newId,
      allowed: () => this.permission.get().allowed,
      isFixed: (id) => this.isFixed(id),
      fixed: (labels) => this.#notices.add({ kind: 'fixed', labels }),
      approves: () => this.mode.get() === 'review_edit',
      added: (ids) => this.#reviewing.added(ids),
    });
    const host = toolHost(this, {
      index: this.#index,
      setOverlay: (overlay) => {
        this.overlay.set(overlay);
        this.#session.presence.setLocal({ draft: presenceDraft(overlay) });
      },
      changed: () => {
        const tool = this.#active();
        this.tool.set({ id: tool.id, state: tool.state, cursor: tool.cursor });
      },
    });
    this.#tools = {
      select: new SelectTool(host),
      box: new BoxTool(host),
      polygon: new PolygonTool(host),
      pan: new PanTool(host),
      pin: new PinTool(host),
    };
    this.tool = slice<ToolState>({ id: 'select', state: 'idle', cursor: 'default' }, sameFields);
    this.#model.onChange((change) => this.#onModel(change));
    this.#session = new Session({
      item: item.id,
      user: me.id,
      tab: options.tab,
      isTabOpen: options.isTabOpen,
      model: this.#model,
      store: options.store,
      platform: options.platform,
      events: {
        changed: (view) => this.#onSession(view),
        notice: (notice) => this.#notices.add(notice),
        refused: (refusal) => this.#notices.add({ kind: 'refused', ...refusal }),
        recovered: (edits) => this.#notices.add({ kind: 'recovered', edits }),
        discarded: (work) => this.discarded.set({ ...work, fileName: `countersign-unsent-${item.id}.json` }),
        peers: (peers) => this.#onPeers(peers),
      },
    });
    this.setItem(item);
    this.#shareView();
    void this.#session.start();
  }

  run(actionId: string): boolean {
    return this.#options.runAction(this, actionId);
  }

  close(): void {
    this.#session.close();
    this.#reviewing.close();
    this.#model.destroy();
  }

  reconnect(): void {
    this.#session.reconnect();
  }

  // Reading

  label(id: string): LabelView | undefined {
    return this.#index.get(id);
  }

  figure(id: string): Figure | undefined {
    const view = this.#index.get(id);
    return view === undefined ? undefined : figureOf(view);
  }

  classOf(label: LabelView): OntologyClass | undefined {
    return this.#index.class(label.class);
  }

  issue(id: string): ShownIssue | undefined {
    return this.issues.get().byId.get(id);
  }

  whyNoIssues(): string | null {
    return whyNoIssues(this.task.consensus, this.item.get().stage, this.info.can.comment);
  }

  attributeFields(labelId: string): readonly UnfoldedField[] {
    const view = this.#index.get(labelId);
    const cls = view === undefined ? undefined : this.classOf(view);
    return view === undefined || cls === undefined ? [] : unfold(cls, view.attributes, this.frame.get());
  }

  isShown(view: LabelView): boolean {
    return this.#sight.isShown(view);
  }

  isFixed(id: string): boolean {
    return this.#reviewing.isFixed(id);
  }

  boundsOf(labelId: string): Bounds | null {
    return this.#index.bounds(labelId);
  }

  // Selecting and looking

  select(ids: readonly string[]): void {
    const before = this.selection.get().at(-1);
    this.selection.set(ids.filter((id) => this.#index.get(id) !== undefined));
    const now = this.selection.get().at(-1);
    if (now !== before) {
      this.attribute.set(null);
      if (now !== undefined && this.single.get()) this.#sight.lookAtSingle(now);
    }
    this.#session.presence.setLocal({ selection: this.selection.get().slice(0, MAX_PRESENCE_SELECTION) });
  }

  toggleSelected(id: string): void {
    const selected = this.selection.get();
    this.select(selected.includes(id) ? selected.filter((other) => other !== id) : [...selected, id]);
  }

  selectAll(): void {
    const { ordered } = this.labels.get();
    this.select(ordered.filter((view) => this.#sight.isVisible(view)).map((view) => view.id));
  }

  readonly selectNext: Reviewing['selectNext'] = (step) => this.#reviewing.selectNext(step);

  hover(id: string | null): void {
    this.hovered.set(id);
  }

  setTool(id: ToolId): void {
    if (this.tool.get().id === id) return;
    this.#active().cancel();
    const accepts = { box: boxShape, polygon: lineShape }[id as string];
    const current = this.activeClass.get();
    if (accepts !== undefined && (current === null || accepts(current) === null)) {
      const able = this.task.ontology.classes.find((cls) => accepts(cls) !== null);
      if (able === undefined) return;
      this.activeClass.set(able);
    }
    this.tool.set({ id, state: this.#tools[id].state, cursor: this.#tools[id].cursor });
  }

  setActiveClass(classId: string): void {
    const cls = this.#index.class(classId);
    if (cls !== undefined) this.activeClass.set(cls);
  }

  setFrame(frame: number): void {
    const next = Math.min(Math.max(Math.trunc(frame), 0), this.info.media.frames - 1);
    if (next === this.frame.get()) return;
    this.cancelTool();
    this.frame.set(next);
    this.#refreshLabels(new Set(this.#model.labels.keys()));
    this.#shareView();
  }

  readonly setCamera: Sight['setCamera'] = (...args) => this.#sight.setCamera(...args);
  readonly setViewport: Sight['setViewport'] = (...args) => this.#sight.setViewport(...args);
  readonly zoomBy: Sight['zoomBy'] = (...args) => this.#sight.zoomBy(...args);
  readonly actualSize: Sight['actualSize'] = (...args) => this.#sight.actualSize(...args);
  readonly panBy: Sight['panBy'] = (...args) => this.#sight.panBy(...args);
  readonly fit: Sight['fit'] = (...args) => this.#sight.fit(...args);
  readonly zoomToLabel: Sight['zoomToLabel'] = (...args) => this.#sight.zoomToLabel(...args);
  readonly toScreen: Sight['toScreen'] = (...args) => this.#sight.toScreen(...args);
  readonly toMedia: Sight['toMedia'] = (...args) => this.#sight.toMedia(...args);
  readonly toggleLabelHidden: Sight['toggleLabelHidden'] = (...args) => this.#sight.toggleLabelHidden(...args);
  readonly toggleClassHidden: Sight['toggleClassHidden'] = (...args) => this.#sight.toggleClassHidden(...args);
  readonly changeView: Sight['changeView'] = (...args) => this.#sight.changeView(...args);
  readonly follow: Sight['follow'] = (...args) => this.#sight.follow(...args);

  /** With nothing selected there is no one label: the first to judge is taken. */
  setSingle(on: boolean): void {
    if (on && this.selection.get().length === 0) this.selectNext(1);
    this.#sight.setSingle(on);
  }

  changeSettings(change: Partial<EditorSettings>): void {
    this.settings.update((settings) => readEditorSettings({ ...settings, ...change }));
  }

  // Pointer and keys, from the canvas and the key bindings

  pointerDown(input: PointerInput): void {
    this.#active().down(input);
  }

  pointerMove(input: PointerInput): void {
    this.#active().move(input);
    this.#session.presence.setLocal({ cursor: { x: Math.round(input.x * 10) / 10, y: Math.round(input.y * 10) / 10 } });
  }

  pointerUp(input: PointerInput): void {
    this.#active().up(input);
  }

  pointerDoubleClick(input: PointerInput): void {
    this.#active().doubleClick(input);
  }

  pointerLeft(): void {
    this.hovered.set(null);
    this.#session.presence.setLocal({ cursor: null });
  }

  confirmTool(): boolean {
    return this.#active().confirm();
  }

  stepToolBack(): boolean {
    return this.#active().back();
  }

  cancelTool(): boolean {
    return this.#active().cancel();
  }

  /** Esc: backs out one step. */
  backOut(): void {
    if (this.cancelTool()) return;
    if (this.issueDraft.get() !== null) this.startIssue(null);
    else if (this.tool.get().id !== 'select') this.setTool('select');
    else if (this.activeIssue.get() !== null) this.activeIssue.set(null);
    else if (this.single.get()) this.setSingle(false);
    else this.select([]);
  }

  // Editing

  setClass(ids: readonly string[], classId: string): void {
    this.#edits.setClass(ids, classId);
  }

  setAttribute(labelId: string, attributeId: string, value: Json | undefined): void {
    this.#edits.setAttribute(labelId, attributeId, value);
  }

  deleteLabels(ids: readonly string[]): void {
    this.#edits.remove(ids);
  }

  commitFigures(figures: ReadonlyMap<string, Figure>, group: string | null = null): void {
    this.#edits.reshape(figures, group);
  }

  addLabel(figure: Figure, classId: string): void {
    const made = this.#edits.add([{ figure, class: classId, attributes: {} }]);
    if (made.length > 0) this.select(made);
  }

  duplicate(): void {
    const copies = this.#edits.duplicate(this.selection.get(), 12 / this.camera.get().zoom);
    if (copies.length > 0) this.select(copies);
  }

  /** Moves the selection by media pixels; in a row it is one undo step. */
  nudge(dx: number, dy: number): void {
    this.#edits.nudge(this.selection.get(), dx, dy);
  }

  /** Moves the selection above or below all other labels. */
  restack(to: 'front' | 'back'): void {
    this.#edits.restack(this.selection.get(), to);
  }

  readonly undo: Reviewing['undo'] = (...args) => this.#reviewing.undo(...args);
  readonly redo: Reviewing['redo'] = (...args) => this.#reviewing.redo(...args);
  readonly judge: Reviewing['judge'] = (...args) => this.#reviewing.judge(...args);
  readonly startReject: Reviewing['startReject'] = (...args) => this.#reviewing.startReject(...args);
  readonly pendingInFrame: Reviewing['pendingInFrame'] = (...args) => this.#reviewing.pendingInFrame(...args);
  readonly step: Reviewing['step'] = (...args) => this.#reviewing.step(...args);
  readonly setEditing: Reviewing['setEditing'] = (...args) => this.#reviewing.setEditing(...args);
  readonly extendSelection: Reviewing['extend'] = (step) => this.#reviewing.extend(step);

  setItem(item: Item): void {
    this.#reviewing.setRights(item.stage, item.can.judge);
  }

  // The lock

  acquireLock(): void {
    this.#session.send({ type: 'acquire' });
  }

  releaseLock(): void {
    this.#session.send({ type: 'release' });
  }

  takeOver(): void {
    this.#session.send({ type: 'take_over' });
  }

  requestLock(): void {
    this.#session.send({ type: 'request' });
  }

  handOver(to: string): void {
    this.#session.send({ type: 'hand_over', to });
  }

  // Issues

  setActiveIssue(id: string | null): void {
    this.activeIssue.set(id);
  }

  startIssue(draft: IssueDraft | null): void {
    if (draft !== null && this.whyNoIssues() !== null) return;
    this.issueDraft.set(draft);
    if (draft !== null) this.activeIssue.set(null);
    // A pin that is not placed yet waits for a click; nothing else does.
    if (draft?.kind === 'pinned' && draft.anchor === null) this.setTool('pin');
    else if (this.tool.get().id === 'pin') this.setTool('select');
  }

  hoverIssue(id: string | null): void {
    this.hoveredIssue.set(id);
  }

  lookAtIssue(id: string): void {
    const issue = this.issue(id);
    if (issue === undefined) return;
    const frame = issue.anchor?.frame ?? issue.frames?.first;
    if (frame !== undefined) this.setFrame(frame);
    if (issue.label !== undefined && this.label(issue.label) !== undefined) {
      this.select([issue.label]);
      this.zoomToLabel(issue.label);
    }
    if (issue.anchor !== undefined) this.setCamera({ ...this.camera.get(), x: issue.anchor.x, y: issue.anchor.y });
  }

  dismissNotice(id: number): void {
    this.#notices.dismiss(id);
  }

  dismissDiscarded(): void {
    this.discarded.set(null);
  }

  confirmSaved(): void {
    this.#session.dismissRefusal();
  }

  // Inside

  #active(): Tool {
    return this.#tools[this.tool.get().id];
  }

  #shareView(): void {
    const { x, y, zoom } = this.camera.get();
    this.#session.presence.setLocal({ view: { x: Math.round(x), y: Math.round(y), zoom }, frame: this.frame.get() });
  }

  #onModel(change: ModelChange): void {
    if (change.labels.size > 0) this.#refreshLabels(change.labels);
    const missing = change.labels.size > 0 && this.#board.refresh(change.labels, this.#model.labels);
    if (change.item) this.#refreshItem();
    if (change.issues || change.item || missing) this.#refreshIssues();
    if (change.labels.size > 0) this.#reviewing.onLabels(change.labels);
    if (change.verdicts.size > 0) this.#reviewing.onVerdicts(change.verdicts);
    if (change.history) this.#reviewing.onEdits();
  }

  #refreshLabels(ids: ReadonlySet<string>): void {
    this.#index.refresh(ids, this.#model.labels, this.frame.get());
    this.labels.set(this.#index.state());
    const selected = this.selection.get();
    if (selected.some((id) => this.#index.get(id) === undefined)) this.select(selected);
    const hovered = this.hovered.get();
    if (hovered !== null && this.#index.get(hovered) === undefined) this.hovered.set(null);
  }

  #refreshIssues(): void {
    this.issues.set(this.#board.state(this.#model.issues, this.#model.item.stage));
    this.labelIssues.set(labelIssuesOf(this.issues.get().all));
    const active = this.activeIssue.get();
    if (active !== null && this.issue(active) === undefined) this.activeIssue.set(null);
    if (this.issueDraft.get() !== null && this.whyNoIssues() !== null) this.startIssue(null);
  }

  #refreshItem(): void {
    const { stage, round } = this.#model.item;
    this.item.update((now) => ({ stage: stage ?? now.stage, round: round ?? now.round }));
    this.#reviewing.onStage();
  }

  #onSession(view: SessionView): void {
    if (view.access !== null) this.access.set(view.access);
    this.#notices.lockChanged(this.lock.get(), view.lock);
    this.lock.set(view.lock);
    this.connection.set(connectionState(view));
    this.#refreshSaveState();
    this.#rightToEdit = editPermission(view, this.access.get());
    this.#refreshPermission();
    this.#reviewing.onSession();
  }

  #refreshSaveState(): void {
    this.saveState.set(saveState(this.#session.view, this.#reviewing.unsent));
  }

  /** In review the label tools are off until asked for (F56). */
  #refreshPermission(): void {
    const right = this.#rightToEdit;
    const passes = right.allowed || !ALWAYS_SAID.has(right.why);
    this.permission.set(this.mode.get() === 'review' && passes ? { allowed: false, why: 'review' } : right);
    if (!this.permission.get().allowed) this.#interruptEditing();
  }

  #onMode(): void {
    this.#refreshPermission();
    if (this.mode.get() === 'review_edit') {
      if (this.lock.get().status === 'free') this.acquireLock();
    } else {
      this.cancelTool();
      this.setTool('select');
    }
  }

  /** The right to edit is gone: a drag under way is dropped, looking goes on. */
  #interruptEditing(): void {
    const { id, state } = this.tool.get();
    if (state === 'idle' || id === 'pan' || id === 'pin' || state === 'marquee') return;
    this.cancelTool();
  }

  #onPeers(peers: readonly PeerPresence[]): void {
    this.peers.set(peers.map((peer) => ({ ...peer, mine: peer.person.id === this.me.id })));
    this.#sight.followView();
  }
}
