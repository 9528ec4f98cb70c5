/** The {@link Editor}: combines document, connection, tools and view. */

import { type VisibleField, visibleFields } from '../kernels/attributes';
import type { Size } from '../kernels/bounds';
import { ItemModel, type ModelChange } from '../model/item-model';
import type { Platform } from '../platform/platform';
import type { Figure, OntologyClass } from '../protocol/labels';
import { MAX_PRESENCE_SELECTION } from '../protocol/limits';
import type { JudgeCommand, Judged } from '../protocol/review';
import type { Item, Me, Task } from '../protocol/types';
import type { OutboxStore } from '../sync/outbox';
import type { PeerPresence } from '../sync/presence';
import { Session, type SessionView } from '../sync/session';
import type { Editor } from './editor';
import { Issues } from './issues';
import { LabelEdits } from './label-edits';
import { figureOf, LabelIndex } from './label-index';
import { MaskCache } from './masks';
import { Notices } from './notices';
import { ReviewSession } from './review-session';
import { SessionStatus } from './session-status';
import { type EditorSettings, readEditorSettings } from './settings';
import type { DiscardedWork, ItemState, LabelsState, LabelView, Peer, TaskRules } from './state';
import { type Slice, sameFields, sameItems, slice } from './store';
import { Toolbox } from './toolbox';
import type { VerdictsRefused } from './verdict-queue';
import { ViewState } from './view-state';

export interface ItemEditorOptions {
  readonly me: Me;
  readonly task: Task;
  readonly item: Item;
  readonly tab: string;
  readonly isTabOpen: (tab: string) => Promise<boolean>;
  /** Opens the item to view and comment only, regardless of the role (F14). */
  readonly viewOnly?: boolean;
  readonly platform: Platform;
  readonly store: OutboxStore;
  /** Sends a command that gives labels a verdict. */
  readonly judge: (command: JudgeCommand) => Promise<Judged>;
  /** Called for verdicts that are refused after the editor was closed. */
  readonly onLateRefusal: (refusal: VerdictsRefused) => void;
  /** Runs an entry of the action registry, which is in a layer above. */
  readonly runAction: (editor: Editor, id: string) => boolean;
}

export class ItemEditor implements Editor {
  readonly me: Me;
  readonly task: Slice<TaskRules>;
  readonly info: Item;
  readonly size: Size;
  readonly masks = new MaskCache();

  readonly item;
  readonly labels;
  readonly frame = slice(0);
  readonly selection = slice<readonly string[]>([], sameItems);
  readonly hovered = slice<string | null>(null);
  readonly tool;
  readonly overlay;
  readonly activeClass;
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
  readonly saveState;
  readonly connection;
  readonly lock;
  readonly access;
  readonly permission;
  readonly peers = slice<readonly Peer[]>([]);
  readonly issues;
  readonly labelIssues;
  readonly activeIssue;
  readonly hoveredIssue;
  readonly issueDraft;
  readonly notices;
  readonly discarded = slice<DiscardedWork | null>(null);

  readonly #options: ItemEditorOptions;
  readonly #notices: Notices;
  readonly #model = new ItemModel();
  readonly #index: LabelIndex;
  readonly #issues: Issues;
  readonly #session: Session;
  readonly #status: SessionStatus;
  readonly #edits: LabelEdits;
  readonly #toolbox: Toolbox;
  readonly #viewState: ViewState;
  readonly #reviewing: ReviewSession;

  constructor(options: ItemEditorOptions) {
    const { me, task, item } = options;
    this.#options = options;
    this.#notices = new Notices(options.platform.now);
    this.notices = this.#notices.all;
    this.me = me;
    this.task = slice<TaskRules>(rulesOf(task), sameFields);
    this.info = item;
    this.size = { width: item.media.width, height: item.media.height };
    this.item = slice<ItemState>({ stage: item.stage, round: item.round }, sameFields);
    this.#status = new SessionStatus(
      options.viewOnly
        ? { stage: item.stage, can_write: false, why: 'view_only' }
        : { stage: item.stage, can_write: item.can.write },
    );
    ({
      saveState: this.saveState,
      connection: this.connection,
      lock: this.lock,
      access: this.access,
      permission: this.permission,
    } = this.#status);
    this.#index = new LabelIndex(task.ontology, this.masks);
    this.labels = slice<LabelsState>(this.#index.state());
    this.#issues = new Issues(this, this.#model);
    ({
      all: this.issues,
      ofLabels: this.labelIssues,
      active: this.activeIssue,
      hovered: this.hoveredIssue,
      draft: this.issueDraft,
    } = this.#issues);
    this.settings = slice<EditorSettings>(readEditorSettings(me.settings.editor), sameFields);
    this.#viewState = new ViewState({
      size: this.size,
      boundsOf: (id) => this.#index.bounds(id),
      selection: () => this.selection.get(),
      settings: () => this.settings.get(),
      peers: () => this.peers.get(),
      onCameraChange: () => this.#shareView(),
    });
    ({
      camera: this.camera,
      viewport: this.viewport,
      view: this.view,
      single: this.single,
      following: this.following,
    } = this.#viewState);
    this.#reviewing = new ReviewSession({
      model: this.#model,
      me,
      platform: options.platform,
      judge: options.judge,
      stage: () => this.item.get().stage,
      settings: () => this.settings.get(),
      labels: () => this.labels.get(),
      frame: () => this.frame.get(),
      attributeFields: (id) => this.attributeFields(id),
      isVisible: (view) => this.#viewState.isVisible(view),
      selection: () => this.selection.get(),
      select: (ids) => this.select(ids),
      reveal: (id) => this.single.get() || this.#viewState.reveal(id),
      single: () => this.single.get(),
      mayEdit: () => this.#status.mayEdit,
      canBeWorkedOn: () => this.#status.canBeWorkedOn,
      unsentEdits: () => this.#session.view.unsent > 0,
      synced: () => this.#session.view.phase.kind === 'online' && this.#session.view.phase.synced,
      modeChanged: () => this.#onMode(),
      unsentChanged: () => this.#refreshSaveState(),
      refused: (refusal) => {
        if (this.connection.get().kind === 'closed') options.onLateRefusal(refusal);
        else this.#notices.add({ kind: 'verdicts_refused', ...refusal });
      },
      onVerdictReplaced: () => this.#notices.add({ kind: 'verdict_stands' }),
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
      onAdded: (ids) => this.#reviewing.onAdded(ids),
    });
    this.#toolbox = new Toolbox(this, this.#index, (change) => this.#session.presence.setLocal(change));
    ({ tool: this.tool, overlay: this.overlay, activeClass: this.activeClass } = this.#toolbox);
    this.#model.onChange((change) => this.#onModel(change));
    this.#session = new Session({
      item: item.id,
      user: me.id,
      tab: options.tab,
      isTabOpen: options.isTabOpen,
      viewOnly: options.viewOnly ?? false,
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

  readonly label: LabelIndex['get'] = (...args) => this.#index.get(...args);
  readonly boundsOf: LabelIndex['bounds'] = (...args) => this.#index.bounds(...args);

  figure(id: string): Figure | undefined {
    const view = this.#index.get(id);
    return view === undefined ? undefined : figureOf(view);
  }

  classOf(label: LabelView): OntologyClass | undefined {
    return this.#index.class(label.class);
  }

  attributeFields(labelId: string): readonly VisibleField[] {
    const view = this.#index.get(labelId);
    const cls = view === undefined ? undefined : this.classOf(view);
    return view === undefined || cls === undefined ? [] : visibleFields(cls, view.attributes, this.frame.get());
  }

  // Selection and view

  select(ids: readonly string[]): void {
    const before = this.selection.get().at(-1);
    this.selection.set(ids.filter((id) => this.#index.get(id) !== undefined));
    const now = this.selection.get().at(-1);
    if (now !== before) {
      this.attribute.set(null);
      if (now !== undefined && this.single.get()) this.#viewState.zoomToSingleLabel(now);
    }
    this.#session.presence.setLocal({ selection: this.selection.get().slice(0, MAX_PRESENCE_SELECTION) });
  }

  toggleSelected(id: string): void {
    const selected = this.selection.get();
    this.select(selected.includes(id) ? selected.filter((other) => other !== id) : [...selected, id]);
  }

  selectAll(): void {
    const { ordered } = this.labels.get();
    this.select(ordered.filter((view) => this.#viewState.isVisible(view)).map((view) => view.id));
  }

  readonly selectNext: ReviewSession['selectNext'] = (step) => this.#reviewing.selectNext(step);

  hover(id: string | null): void {
    this.hovered.set(id);
  }

  setFrame(frame: number): void {
    const next = Math.min(Math.max(Math.trunc(frame), 0), this.info.media.frames - 1);
    if (next === this.frame.get()) return;
    this.cancelTool();
    this.frame.set(next);
    this.#refreshLabels(new Set(this.#model.labels.keys()));
    this.#shareView();
  }

  readonly isShown: ViewState['isShown'] = (...args) => this.#viewState.isShown(...args);
  readonly setCamera: ViewState['setCamera'] = (...args) => this.#viewState.setCamera(...args);
  readonly setViewport: ViewState['setViewport'] = (...args) => this.#viewState.setViewport(...args);
  readonly zoomBy: ViewState['zoomBy'] = (...args) => this.#viewState.zoomBy(...args);
  readonly actualSize: ViewState['actualSize'] = (...args) => this.#viewState.actualSize(...args);
  readonly panBy: ViewState['panBy'] = (...args) => this.#viewState.panBy(...args);
  readonly fit: ViewState['fit'] = (...args) => this.#viewState.fit(...args);
  readonly zoomToLabel: ViewState['zoomToLabel'] = (...args) => this.#viewState.zoomToLabel(...args);
  readonly toScreen: ViewState['toScreen'] = (...args) => this.#viewState.toScreen(...args);
  readonly toMedia: ViewState['toMedia'] = (...args) => this.#viewState.toMedia(...args);
  readonly toggleLabelHidden: ViewState['toggleLabelHidden'] = (...args) => this.#viewState.toggleLabelHidden(...args);
  readonly toggleClassHidden: ViewState['toggleClassHidden'] = (...args) => this.#viewState.toggleClassHidden(...args);
  readonly changeView: ViewState['changeView'] = (...args) => this.#viewState.changeView(...args);
  readonly follow: ViewState['follow'] = (...args) => this.#viewState.follow(...args);

  /** Turns single-label mode on or off. If nothing is selected, it starts with the first label. */
  setSingle(on: boolean): void {
    if (on && this.selection.get().length === 0) this.selectNext(1);
    this.#viewState.setSingle(on);
  }

  changeSettings(change: Partial<EditorSettings>): void {
    this.settings.update((settings) => readEditorSettings({ ...settings, ...change }));
  }

  // The tools: pointer and keys, from the canvas and the key bindings

  readonly setTool: Toolbox['select'] = (...args) => this.#toolbox.select(...args);
  readonly setActiveClass: Toolbox['setClass'] = (...args) => this.#toolbox.setClass(...args);
  readonly pointerDown: Toolbox['down'] = (...args) => this.#toolbox.down(...args);
  readonly pointerMove: Toolbox['move'] = (...args) => this.#toolbox.move(...args);
  readonly pointerUp: Toolbox['up'] = (...args) => this.#toolbox.up(...args);
  readonly pointerDoubleClick: Toolbox['doubleClick'] = (...args) => this.#toolbox.doubleClick(...args);
  readonly pointerLeft: Toolbox['left'] = () => this.#toolbox.left();
  readonly confirmTool: Toolbox['confirm'] = () => this.#toolbox.confirm();
  readonly stepToolBack: Toolbox['back'] = () => this.#toolbox.back();
  readonly cancelTool: Toolbox['cancel'] = () => this.#toolbox.cancel();

  /** Handles Esc: backs out one step. */
  backOut(): void {
    if (this.cancelTool()) return;
    if (this.issueDraft.get() !== null) this.startIssue(null);
    else if (this.tool.get().id !== 'select') this.setTool('select');
    else if (this.activeIssue.get() !== null) this.activeIssue.set(null);
    else if (this.single.get()) this.setSingle(false);
    else this.select([]);
  }

  // Editing

  readonly setClass: LabelEdits['setClass'] = (...args) => this.#edits.setClass(...args);
  readonly setAttribute: LabelEdits['setAttribute'] = (...args) => this.#edits.setAttribute(...args);
  readonly deleteLabels: LabelEdits['remove'] = (...args) => this.#edits.remove(...args);
  readonly commitFigures: LabelEdits['reshape'] = (...args) => this.#edits.reshape(...args);

  addLabel(figure: Figure, classId: string): void {
    const made = this.#edits.add([{ figure, class: classId, attributes: {} }]);
    if (made.length > 0) this.select(made);
  }

  duplicate(): void {
    const copies = this.#edits.duplicate(this.selection.get(), 12 / this.camera.get().zoom);
    if (copies.length > 0) this.select(copies);
  }

  /** Moves the selection by media pixels; consecutive moves are one undo step. */
  nudge(dx: number, dy: number): void {
    this.#edits.nudge(this.selection.get(), dx, dy);
  }

  /** Moves the selection above or below all other labels. */
  restack(to: 'front' | 'back'): void {
    this.#edits.restack(this.selection.get(), to);
  }

  // Verdicts, and undo of edits and verdicts

  readonly undo: ReviewSession['undo'] = (...args) => this.#reviewing.undo(...args);
  readonly redo: ReviewSession['redo'] = (...args) => this.#reviewing.redo(...args);
  readonly judge: ReviewSession['judge'] = (...args) => this.#reviewing.judge(...args);
  readonly startReject: ReviewSession['startReject'] = (...args) => this.#reviewing.startReject(...args);
  readonly isFixed: ReviewSession['isFixed'] = (...args) => this.#reviewing.isFixed(...args);
  readonly pendingInFrame: ReviewSession['pendingInFrame'] = (...args) => this.#reviewing.pendingInFrame(...args);
  readonly step: ReviewSession['step'] = (...args) => this.#reviewing.step(...args);
  readonly setEditing: ReviewSession['setEditing'] = (...args) => this.#reviewing.setEditing(...args);
  readonly extendSelection: ReviewSession['extend'] = (step) => this.#reviewing.extend(step);

  /** Applies a changed task: its ontology, reviews or tags can change while an item is open. */
  setTask(task: Task): void {
    const before = this.task.get();
    this.task.set(rulesOf(task));
    const now = this.task.get();
    if (now.ontology !== before.ontology) {
      this.#index.setOntology(now.ontology);
      this.labels.set(this.#index.state());
      this.#toolbox.onOntology();
    }
    if (now.ontology !== before.ontology || now.consensus !== before.consensus) this.#issues.onTask();
  }

  setItem(item: Item): void {
    this.#reviewing.setRights(item.stage, item.can.judge);
  }

  // The lock

  readonly acquireLock = (): void => this.#session.send({ type: 'acquire' });
  readonly releaseLock = (): void => this.#session.send({ type: 'release' });
  readonly takeOver = (): void => this.#session.send({ type: 'take_over' });
  readonly requestLock = (): void => this.#session.send({ type: 'request' });
  readonly handOver = (to: string): void => this.#session.send({ type: 'hand_over', to });

  // Issues

  readonly issue: Issues['get'] = (...args) => this.#issues.get(...args);
  readonly issuesDisabledReason: Issues['disabledReason'] = () => this.#issues.disabledReason();
  readonly setActiveIssue: Issues['open'] = (...args) => this.#issues.open(...args);
  readonly startIssue: Issues['start'] = (...args) => this.#issues.start(...args);
  readonly hoverIssue: Issues['hover'] = (...args) => this.#issues.hover(...args);
  readonly revealIssue: Issues['reveal'] = (...args) => this.#issues.reveal(...args);

  // Notices

  readonly dismissNotice: Notices['dismiss'] = (...args) => this.#notices.dismiss(...args);
  readonly dismissDiscarded = (): void => this.discarded.set(null);
  readonly confirmSaved = (): void => this.#session.dismissRefusal();

  // Internals

  #shareView(): void {
    const { x, y, zoom } = this.camera.get();
    this.#session.presence.setLocal({ view: { x: Math.round(x), y: Math.round(y), zoom }, frame: this.frame.get() });
  }

  #onModel(change: ModelChange): void {
    if (change.labels.size > 0) this.#refreshLabels(change.labels);
    if (change.item) this.#refreshItem();
    this.#issues.onModel(change);
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

  #refreshItem(): void {
    const { stage, round } = this.#model.item;
    this.item.update((now) => ({ stage: stage ?? now.stage, round: round ?? now.round }));
    this.#reviewing.onStage();
  }

  #onSession(view: SessionView): void {
    this.#notices.onLockChange(this.lock.get(), view.lock);
    this.#status.onSession(view, this.mode.get());
    this.#refreshSaveState();
    this.#refreshTools();
    this.#reviewing.onSession();
  }

  #onMode(): void {
    this.#status.onMode(this.mode.get());
    this.#refreshTools();
    if (this.mode.get() === 'review_edit') {
      if (this.lock.get().status === 'free') this.acquireLock();
    } else {
      this.cancelTool();
      this.setTool('select');
    }
  }

  #refreshSaveState(): void {
    this.#status.onUnsent(this.#session.view, this.#reviewing.unsent);
  }

  #refreshTools(): void {
    if (!this.permission.get().allowed) this.#toolbox.interruptEditing();
  }

  #onPeers(peers: readonly PeerPresence[]): void {
    this.peers.set(peers.map((peer) => ({ ...peer, mine: peer.person.id === this.me.id })));
    this.#viewState.followView();
  }
}

/** Leaves out the counts of a task, which change all the time. */
function rulesOf({ id, roles, ontology, workflow, issue_tags, consensus }: Task): TaskRules {
  return { id, roles, ontology, workflow, issue_tags, consensus };
}
