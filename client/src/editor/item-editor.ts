/** The {@link Editor}: puts document, connection, tools and view together. */

import { type UnfoldedField, unfold } from '../kernels/attributes';
import type { Bounds, Point, Size } from '../kernels/bounds';
import { fitTo, keepInSight, pan, toMedia, toScreen, zoomAt } from '../kernels/camera';
import { handlesOf } from '../kernels/edit';
import { ItemModel, type ModelChange } from '../model/item-model';
import type { Platform } from '../platform/platform';
import type { Item, Me, Task } from '../protocol/http';
import type { Figure, Json, OntologyClass } from '../protocol/labels';
import { MAX_PRESENCE_SELECTION } from '../protocol/limits';
import type { Access, LockView, WireNotice } from '../protocol/wire';
import type { OutboxStore } from '../sync/outbox';
import type { PeerPresence } from '../sync/presence';
import { Session, type SessionView } from '../sync/session';
import { presenceDraft } from './draft';
import type { Editor } from './editor';
import { IssueBoard, labelIssuesOf, whyNoIssues } from './issue-board';
import { LabelEdits } from './label-edits';
import { figureOf, LabelIndex } from './label-index';
import { MaskCache } from './masks';
import type {
  Camera,
  ConnectionState,
  DiscardedWork,
  EditorNotice,
  EditPermission,
  HistoryState,
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
  Viewport,
  ViewSettings,
} from './state';
import { connectionState, editPermission, saveState, stillNews } from './status';
import { sameFields, sameItems, slice } from './store';
import { BoxTool, boxShape } from './tools/box';
import { PanTool } from './tools/pan';
import { PinTool } from './tools/pin';
import { lineShape, PolygonTool } from './tools/polygon';
import { SelectTool } from './tools/select';
import { NO_OVERLAY, type Overlay, type PointerInput, type Tool, type ToolHost } from './tools/tool';

export interface ItemEditorOptions {
  readonly me: Me;
  readonly task: Task;
  readonly item: Item;
  readonly tab: string;
  readonly isTabOpen: (tab: string) => Promise<boolean>;
  readonly platform: Platform;
  readonly store: OutboxStore;
  /** Runs an entry of the action registry, which is a layer above. */
  readonly runAction: (editor: Editor, id: string) => boolean;
}

type WithoutStamp<N> = N extends EditorNotice ? Omit<N, 'id' | 'at'> : never;

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
  readonly camera = slice<Camera>({ x: 0, y: 0, zoom: 1 }, sameFields);
  readonly viewport = slice<Viewport>({ width: 0, height: 0 }, sameFields);
  readonly view = slice<ViewSettings>({
    hiddenLabels: new Set(),
    hiddenClasses: new Set(),
    labelsHidden: false,
    showClassNames: false,
  });
  readonly saveState = slice<SaveState>({ kind: 'saved' }, sameFields);
  readonly connection = slice<ConnectionState>({ kind: 'connecting' }, sameFields);
  readonly lock = slice<LockView>({ status: 'free', epoch: 0, in_grace: false });
  readonly access;
  readonly permission = slice<EditPermission>({ allowed: false, why: 'connecting' }, sameFields);
  readonly peers = slice<readonly Peer[]>([]);
  readonly following = slice<number | null>(null);
  readonly issues = slice<IssuesState>({ all: [], byId: new Map(), open: 0 });
  readonly labelIssues = slice<ReadonlyMap<string, LabelIssues>>(new Map());
  readonly activeIssue = slice<string | null>(null);
  readonly hoveredIssue = slice<string | null>(null);
  readonly issueDraft = slice<IssueDraft | null>(null);
  readonly notices = slice<readonly EditorNotice[]>([]);
  readonly discarded = slice<DiscardedWork | null>(null);
  readonly history = slice<HistoryState>({ canUndo: false, canRedo: false }, sameFields);

  readonly #options: ItemEditorOptions;
  readonly #model = new ItemModel();
  readonly #index: LabelIndex;
  readonly #board: IssueBoard;
  readonly #session: Session;
  readonly #edits: LabelEdits;
  readonly #tools: Readonly<Record<ToolId, Tool>>;
  #nextNotice = 1;
  /** The person has not moved the view yet: a new size fits the picture again. */
  #fitted = true;

  constructor(options: ItemEditorOptions) {
    const { me, task, item } = options;
    this.#options = options;
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
    this.#edits = new LabelEdits({
      model: this.#model,
      index: this.#index,
      frame: () => this.frame.get(),
      size: this.size,
      newId: options.platform.newId,
      allowed: () => this.permission.get().allowed,
    });
    const host = this.#toolHost();
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
        notice: (notice) => this.#onNotice(notice),
        refused: (refusal) => this.#notify({ kind: 'refused', ...refusal }),
        recovered: (edits) => this.#notify({ kind: 'recovered', edits }),
        discarded: (work) => this.discarded.set({ ...work, fileName: `countersign-unsent-${item.id}.json` }),
        peers: (peers) => this.#onPeers(peers),
      },
    });
    this.#shareView();
    void this.#session.start();
  }

  run(actionId: string): boolean {
    return this.#options.runAction(this, actionId);
  }

  close(): void {
    this.#session.close();
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
    const { labelsHidden, hiddenClasses, hiddenLabels } = this.view.get();
    return !labelsHidden && !view.outside && !hiddenClasses.has(view.class) && !hiddenLabels.has(view.id);
  }

  pick(x: number, y: number, tolerance: number): readonly string[] {
    return this.#index.pick(x, y, tolerance, (view) => this.isShown(view));
  }

  boundsOf(labelId: string): Bounds | null {
    return this.#index.bounds(labelId);
  }

  // Selecting and looking

  select(ids: readonly string[]): void {
    this.selection.set(ids.filter((id) => this.#index.get(id) !== undefined));
    this.#session.presence.setLocal({ selection: this.selection.get().slice(0, MAX_PRESENCE_SELECTION) });
  }

  toggleSelected(id: string): void {
    const selected = this.selection.get();
    this.select(selected.includes(id) ? selected.filter((other) => other !== id) : [...selected, id]);
  }

  selectAll(): void {
    const { ordered } = this.labels.get();
    this.select(ordered.filter((view) => this.isShown(view)).map((view) => view.id));
  }

  /** The label after (1) or before (-1) the selected one, in the order of the list. */
  selectNext(step: 1 | -1): void {
    const ids = this.labels.get().groups.flatMap((group) => group.labels.map((view) => view.id));
    if (ids.length === 0) return;
    const at = ids.indexOf(this.selection.get().at(-1) ?? '');
    const next = at < 0 ? (step === 1 ? 0 : ids.length - 1) : (at + step + ids.length) % ids.length;
    this.select([ids[next]!]);
  }

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

  setCamera(camera: Camera): void {
    this.#fitted = false;
    this.following.set(null);
    this.#applyCamera(camera);
  }

  setViewport(viewport: Viewport): void {
    this.viewport.set(viewport);
    if (this.#fitted) this.fit();
  }

  zoomBy(factor: number, screenX?: number, screenY?: number): void {
    const view = this.viewport.get();
    this.setCamera(zoomAt(this.camera.get(), view, factor, screenX ?? view.width / 2, screenY ?? view.height / 2));
  }

  /** One media pixel is one screen pixel. */
  actualSize(): void {
    this.setCamera({ ...this.camera.get(), zoom: 1 });
  }

  panBy(screenDx: number, screenDy: number): void {
    this.setCamera(pan(this.camera.get(), screenDx, screenDy));
  }

  fit(): void {
    const { width, height } = this.size;
    this.following.set(null);
    this.#applyCamera(fitTo({ minX: 0, minY: 0, maxX: width, maxY: height }, this.viewport.get()));
    this.#fitted = true;
  }

  zoomToLabel(id: string): void {
    const bounds = this.#index.bounds(id);
    if (bounds === null) return;
    const view = this.viewport.get();
    this.setCamera(fitTo(bounds, view, Math.min(view.width, view.height) * 0.2, 8));
  }

  toScreen(x: number, y: number): Point {
    return toScreen(this.camera.get(), this.viewport.get(), x, y);
  }

  toMedia(screenX: number, screenY: number): Point {
    return toMedia(this.camera.get(), this.viewport.get(), screenX, screenY);
  }

  toggleLabelHidden(id: string): void {
    this.changeView({ hiddenLabels: toggled(this.view.get().hiddenLabels, id) });
  }

  toggleClassHidden(classId: string): void {
    this.changeView({ hiddenClasses: toggled(this.view.get().hiddenClasses, classId) });
  }

  changeView(change: Partial<ViewSettings>): void {
    this.view.update((view) => ({ ...view, ...change }));
  }

  follow(client: number | null): void {
    this.following.set(client);
    this.#followView();
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

  undo(): void {
    if (this.permission.get().allowed) this.#model.undo();
  }

  redo(): void {
    if (this.permission.get().allowed) this.#model.redo();
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
    this.notices.update((notices) => notices.filter((notice) => notice.id !== id));
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

  #applyCamera(camera: Camera): void {
    this.camera.set(keepInSight(camera, this.size));
    this.#shareView();
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
    if (change.history) this.history.set({ canUndo: this.#model.canUndo, canRedo: this.#model.canRedo });
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
  }

  #onSession(view: SessionView): void {
    if (view.access !== null) this.access.set(view.access);
    this.notices.update((notices) => stillNews(notices, this.lock.get(), view.lock));
    this.lock.set(view.lock);
    this.connection.set(connectionState(view));
    this.saveState.set(saveState(view));
    this.permission.set(editPermission(view, this.access.get()));
    if (!this.permission.get().allowed) this.#interruptEditing();
  }

  /** The right to edit is gone: a drag under way is dropped, looking goes on. */
  #interruptEditing(): void {
    const { id, state } = this.tool.get();
    if (state === 'idle' || id === 'pan' || id === 'pin' || state === 'marquee') return;
    this.cancelTool();
  }

  #onNotice(notice: WireNotice): void {
    // One request a person: a second one says nothing new.
    if (notice.kind === 'lock_requested') {
      this.notices.update((all) => all.filter((n) => n.kind !== 'lock_requested' || n.from.id !== notice.from.id));
    }
    this.#notify(notice);
  }

  #notify(notice: WithoutStamp<EditorNotice>): void {
    const stamped = { ...notice, id: this.#nextNotice++, at: this.#options.platform.now() } as EditorNotice;
    this.notices.update((notices) => [...notices, stamped]);
  }

  #onPeers(peers: readonly PeerPresence[]): void {
    this.peers.set(peers.map((peer) => ({ ...peer, mine: peer.person.id === this.me.id })));
    this.#followView();
  }

  #followView(): void {
    const client = this.following.get();
    if (client === null) return;
    const peer = this.peers.get().find((other) => other.client === client);
    if (peer === undefined) this.following.set(null);
    else if (peer.presence.view) this.#applyCamera(peer.presence.view);
  }

  #toolHost(): ToolHost {
    return {
      size: this.size,
      pixel: () => 1 / this.camera.get().zoom,
      canEdit: () => this.permission.get().allowed,
      label: (id) => this.label(id),
      figure: (id) => this.figure(id),
      selection: () => this.selection.get(),
      select: (ids) => this.select(ids),
      pick: (x, y, tolerance) => this.pick(x, y, tolerance),
      pickIn: (bounds) => this.#index.pickIn(bounds, (view) => this.isShown(view)),
      handleAt: (x, y, tolerance) => this.#handleAt(x, y, tolerance),
      activeClass: () => this.activeClass.get(),
      setOverlay: (overlay) => {
        this.overlay.set(overlay);
        this.#session.presence.setLocal({ draft: presenceDraft(overlay) });
      },
      changed: () => {
        const tool = this.#active();
        this.tool.set({ id: tool.id, state: tool.state, cursor: tool.cursor });
      },
      commitGeometry: (figures) => this.commitFigures(figures),
      commitNew: (figure, classId) => this.addLabel(figure, classId),
      panBy: (dx, dy) => this.panBy(dx, dy),
      placePin: (at) => this.startIssue({ kind: 'pinned', anchor: { x: at.x, y: at.y, frame: this.frame.get() } }),
      hover: (id) => this.hover(id),
    };
  }

  #handleAt(x: number, y: number, tolerance: number): ReturnType<ToolHost['handleAt']> {
    const [id, more] = this.selection.get();
    const view = id === undefined ? undefined : this.#index.get(id);
    if (id === undefined || more !== undefined || view === undefined || !this.isShown(view)) return null;
    const { minX, minY, maxX, maxY } = this.#index.bounds(id) ?? { minX: 0, minY: 0, maxX: 0, maxY: 0 };
    // A small label is not all handles: its middle still moves it.
    const small = Math.max(Math.min(maxX - minX, maxY - minY) / 4, 2 / this.camera.get().zoom);
    let best: ReturnType<ToolHost['handleAt']> = null;
    let least = view.shape === 'box' || view.shape === 'rotated_box' ? Math.min(tolerance, small) : tolerance;
    for (const placed of handlesOf(figureOf(view), 20 / this.camera.get().zoom)) {
      // A corner or vertex wins over what lies between.
      const bias = placed.handle.kind === 'middle' ? tolerance / 4 : 0;
      const distance = Math.hypot(placed.x - x, placed.y - y) + bias;
      if (distance > least) continue;
      least = distance;
      best = { id, handle: placed.handle };
    }
    return best;
  }
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
