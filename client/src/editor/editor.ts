/** The editor of one item: its state as slices, its operations as methods. Knows nothing of React. */

import type { Bounds, Size } from '../kernels/bounds';
import type { Figure, Json, OntologyClass } from '../protocol/labels';
import type { Judgement } from '../protocol/review';
import type { Item, Me, Task } from '../protocol/types';
import type { Access, LockView } from '../protocol/wire';
import type { MaskCache } from './masks';
import type { JudgeDetails } from './reviewing';
import type { EditorSettings } from './settings';
import type {
  AttributeField,
  Camera,
  ConnectionState,
  DiscardedWork,
  EditorMode,
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
  ReviewState,
  SaveState,
  ShownIssue,
  TaskRules,
  ToolId,
  ToolState,
  Viewport,
  ViewSettings,
} from './state';
import type { ReadonlySlice } from './store';
import type { Overlay, PointerInput } from './tools/tool';

/** Everything that can be watched. Each is fit for `useSyncExternalStore(slice.subscribe, slice.get)`. */
export interface EditorSlices {
  readonly task: ReadonlySlice<TaskRules>;
  readonly item: ReadonlySlice<ItemState>;
  readonly labels: ReadonlySlice<LabelsState>;
  /** The frame that is shown, from 0. */
  readonly frame: ReadonlySlice<number>;
  /** Ids of the selected labels, in the order of selecting. */
  readonly selection: ReadonlySlice<readonly string[]>;
  readonly hovered: ReadonlySlice<string | null>;
  readonly tool: ReadonlySlice<ToolState>;
  /** The class that new labels get. */
  readonly activeClass: ReadonlySlice<OntologyClass | null>;
  readonly camera: ReadonlySlice<Camera>;
  readonly viewport: ReadonlySlice<Viewport>;
  readonly view: ReadonlySlice<ViewSettings>;
  readonly saveState: ReadonlySlice<SaveState>;
  readonly connection: ReadonlySlice<ConnectionState>;
  readonly lock: ReadonlySlice<LockView>;
  readonly access: ReadonlySlice<Access>;
  readonly permission: ReadonlySlice<EditPermission>;
  readonly peers: ReadonlySlice<readonly Peer[]>;
  /** The connection whose view mine follows (N1). */
  readonly following: ReadonlySlice<number | null>;
  readonly issues: ReadonlySlice<IssuesState>;
  /** Of labels that threads are about (F88). */
  readonly labelIssues: ReadonlySlice<ReadonlyMap<string, LabelIssues>>;
  readonly activeIssue: ReadonlySlice<string | null>;
  /** The thread whose pin is under the pointer. */
  readonly hoveredIssue: ReadonlySlice<string | null>;
  readonly issueDraft: ReadonlySlice<IssueDraft | null>;
  readonly notices: ReadonlySlice<readonly EditorNotice[]>;
  readonly discarded: ReadonlySlice<DiscardedWork | null>;
  readonly history: ReadonlySlice<HistoryState>;
  readonly mode: ReadonlySlice<EditorMode>;
  readonly review: ReadonlySlice<ReviewState>;
  /** Labels whose rejection waits for its reason. */
  readonly rejecting: ReadonlySlice<readonly string[] | null>;
  /** Single-label mode (F37): what is selected is shown alone. */
  readonly single: ReadonlySlice<boolean>;
  /** The attribute that stepping has come to (F40). */
  readonly attribute: ReadonlySlice<string | null>;
  readonly settings: ReadonlySlice<EditorSettings>;
}

export interface Editor extends EditorSlices {
  readonly me: Me;
  readonly info: Item;

  /** Runs an entry of the action registry; false when it is not enabled now. */
  run(actionId: string): boolean;
  /** Ends the connection, timers and listeners. The editor cannot be used afterwards. */
  close(): void;
  /** Tries again after the connection was stopped or while it waits. */
  reconnect(): void;

  // Reading
  label(id: string): LabelView | undefined;
  classOf(label: LabelView): OntologyClass | undefined;
  issue(id: string): ShownIssue | undefined;
  /** Why no thread can be opened here now, in words. */
  whyNoIssues(): string | null;
  /** The attribute form of one label: its class's attributes, nested ones following the option that asks them. */
  attributeFields(labelId: string): readonly AttributeField[];

  // Selecting and looking
  select(ids: readonly string[]): void;
  toggleSelected(id: string): void;
  hover(id: string | null): void;
  setTool(tool: ToolId): void;
  setActiveClass(classId: string): void;
  setFrame(frame: number): void;
  setCamera(camera: Camera): void;
  setViewport(viewport: Viewport): void;
  /** Zooms by a factor, keeping the screen point (default: the middle) where it is. */
  zoomBy(factor: number, screenX?: number, screenY?: number): void;
  fit(): void;
  /** Moves the camera so that the label fills a good part of the view. */
  zoomToLabel(id: string): void;
  toScreen(x: number, y: number): { readonly x: number; readonly y: number };
  toMedia(screenX: number, screenY: number): { readonly x: number; readonly y: number };
  toggleLabelHidden(id: string): void;
  toggleClassHidden(classId: string): void;
  changeView(change: Partial<ViewSettings>): void;
  selectAll(): void;
  /** The label after (1) or before (-1) the selected one, in the order of the list. */
  selectNext(step: 1 | -1): void;
  panBy(screenDx: number, screenDy: number): void;
  /** One media pixel is one screen pixel. */
  actualSize(): void;
  follow(client: number | null): void;

  // Editing: each does nothing unless `permission` allows it
  setClass(ids: readonly string[], classId: string): void;
  setAttribute(labelId: string, attributeId: string, value: Json | undefined): void;
  deleteLabels(ids: readonly string[]): void;

  // Review: each does nothing where I may not judge
  /** One command for any number of labels, shown at once, sent in order. */
  judge(verdict: Judgement, ids: readonly string[], details?: JudgeDetails): void;
  /** Asks for the reason; null: backs out. */
  startReject(ids: readonly string[] | null): void;
  /** What “all in frame” means. */
  pendingInFrame(): readonly string[];
  /** Judged: not to be edited before its verdict is taken back (F61). */
  isFixed(id: string): boolean;
  /** The label tools in review, for what is pending (F56). */
  setEditing(on: boolean): void;
  setSingle(on: boolean): void;
  /** To the next label, in single-label mode through its attributes first. */
  step(step: 1 | -1): void;
  extendSelection(step: 1 | -1): void;
  changeSettings(change: Partial<EditorSettings>): void;
  /** The task was changed, its ontology say. */
  setTask(task: Task): void;
  /** The server has told anew what I may do. */
  setItem(item: Item): void;

  // The lock
  acquireLock(): void;
  releaseLock(): void;
  /** From another tab of mine. */
  takeOver(): void;
  requestLock(): void;
  handOver(to: string): void;

  addLabel(figure: Figure, classId: string): void;
  commitFigures(figures: ReadonlyMap<string, Figure>, group?: string | null): void;
  duplicate(): void;
  nudge(dx: number, dy: number): void;
  restack(to: 'front' | 'back'): void;
  undo(): void;
  redo(): void;

  // Issues: written over HTTP, read from the document
  setActiveIssue(id: string | null): void;
  startIssue(draft: IssueDraft | null): void;
  hoverIssue(id: string | null): void;
  /** Shows what a thread points to: its frame, its label selected and in view, its pin in the middle. */
  lookAtIssue(id: string): void;

  dismissNotice(id: number): void;
  dismissDiscarded(): void;
  /** Ends the `refused` word in the save state. */
  confirmSaved(): void;

  // For the canvas and the key bindings
  readonly size: Size;
  readonly masks: MaskCache;
  readonly overlay: ReadonlySlice<Overlay>;
  figure(id: string): Figure | undefined;
  boundsOf(labelId: string): Bounds | null;
  isShown(view: LabelView): boolean;
  pointerDown(input: PointerInput): void;
  pointerMove(input: PointerInput): void;
  pointerUp(input: PointerInput): void;
  pointerDoubleClick(input: PointerInput): void;
  pointerLeft(): void;
  /** Enter, Backspace and interruption for the tool at hand; true when it took them. */
  confirmTool(): boolean;
  stepToolBack(): boolean;
  cancelTool(): boolean;
  /** Esc: backs out one step. */
  backOut(): void;
}
