/** The editor of one item: its state as slices, its operations as methods. Knows nothing of React. */

import type { Bounds, Size } from '../kernels/bounds';
import type { Figure, Json, OntologyClass } from '../protocol/labels';
import type { VerdictState } from '../protocol/review';
import type { Item, Me, Task } from '../protocol/types';
import type { Access, LockView } from '../protocol/wire';
import type { MaskCache } from './masks';
import type { JudgeDetails } from './review-session';
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

/** The observable state. Each slice works with `useSyncExternalStore(slice.subscribe, slice.get)`. */
export interface EditorSlices {
  readonly task: ReadonlySlice<TaskRules>;
  readonly item: ReadonlySlice<ItemState>;
  readonly labels: ReadonlySlice<LabelsState>;
  /** The shown frame, counted from 0. */
  readonly frame: ReadonlySlice<number>;
  /** Ids of the selected labels, in the order they were selected. */
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
  /** The connection whose view this editor follows (N1). */
  readonly following: ReadonlySlice<number | null>;
  readonly issues: ReadonlySlice<IssuesState>;
  /** The issues of each label that has any (F88). */
  readonly labelIssues: ReadonlySlice<ReadonlyMap<string, LabelIssues>>;
  readonly activeIssue: ReadonlySlice<string | null>;
  /** The issue whose pin is under the pointer. */
  readonly hoveredIssue: ReadonlySlice<string | null>;
  readonly issueDraft: ReadonlySlice<IssueDraft | null>;
  readonly notices: ReadonlySlice<readonly EditorNotice[]>;
  readonly discarded: ReadonlySlice<DiscardedWork | null>;
  readonly history: ReadonlySlice<HistoryState>;
  readonly mode: ReadonlySlice<EditorMode>;
  readonly review: ReadonlySlice<ReviewState>;
  /** Labels whose rejection waits for a reason. */
  readonly rejecting: ReadonlySlice<readonly string[] | null>;
  /** Whether single-label mode is on (F37): only the selection is shown. */
  readonly single: ReadonlySlice<boolean>;
  /** The attribute that stepping has reached (F40). */
  readonly attribute: ReadonlySlice<string | null>;
  readonly settings: ReadonlySlice<EditorSettings>;
}

export interface Editor extends EditorSlices {
  readonly me: Me;
  readonly info: Item;

  /** Runs an entry of the action registry; returns `false` if it is not enabled. */
  run(actionId: string): boolean;
  /** Ends the connection, timers and listeners. The editor cannot be used afterwards. */
  close(): void;
  /** Reconnects after the connection was stopped, or while it waits to retry. */
  reconnect(): void;

  // Reading
  label(id: string): LabelView | undefined;
  classOf(label: LabelView): OntologyClass | undefined;
  issue(id: string): ShownIssue | undefined;
  /** Returns why no issue can be opened here now, as a text; `null` if one can. */
  issuesDisabledReason(): string | null;
  /** Returns the attribute form of one label: its class's attributes, nested ones after the option they depend on. */
  attributeFields(labelId: string): readonly AttributeField[];

  // Selection and view
  select(ids: readonly string[]): void;
  toggleSelected(id: string): void;
  hover(id: string | null): void;
  setTool(tool: ToolId): void;
  setActiveClass(classId: string): void;
  setFrame(frame: number): void;
  setCamera(camera: Camera): void;
  setViewport(viewport: Viewport): void;
  /** Zooms by a factor, keeping the screen point (default: the centre) in place. */
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
  /** Selects the label after (1) or before (-1) the selected one, in the order of the list. */
  selectNext(step: 1 | -1): void;
  panBy(screenDx: number, screenDy: number): void;
  /** Zooms so that one media pixel is one screen pixel. */
  actualSize(): void;
  follow(client: number | null): void;

  // Editing: each does nothing unless `permission` allows it
  setClass(ids: readonly string[], classId: string): void;
  setAttribute(labelId: string, attributeId: string, value: Json | undefined): void;
  deleteLabels(ids: readonly string[]): void;

  // Review: each does nothing where the user may not give verdicts
  /** Gives any number of labels a verdict with one command, shown at once and sent in order. */
  judge(verdict: VerdictState, ids: readonly string[], details?: JudgeDetails): void;
  /** Asks for the reason of a rejection; `null` cancels. */
  startReject(ids: readonly string[] | null): void;
  /** Returns the labels that “all in frame” refers to. */
  pendingInFrame(): readonly string[];
  /** Whether the label has a verdict, and cannot be edited until it is reverted (F61). */
  isFixed(id: string): boolean;
  /** Turns the label tools for pending labels on or off in review (F56). */
  setEditing(on: boolean): void;
  setSingle(on: boolean): void;
  /** Steps to the next label; in single-label mode, through its attributes first. */
  step(step: 1 | -1): void;
  extendSelection(step: 1 | -1): void;
  changeSettings(change: Partial<EditorSettings>): void;
  /** Applies a changed task, for example a new ontology. */
  setTask(task: Task): void;
  /** Applies what the user may do, as the server reports it now. */
  setItem(item: Item): void;

  // The lock
  acquireLock(): void;
  releaseLock(): void;
  /** Takes the lock over from another tab of the same user. */
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
  /** Shows what an issue refers to: its frame, its label selected and in view, its pin at the centre. */
  revealIssue(id: string): void;

  dismissNotice(id: number): void;
  dismissDiscarded(): void;
  /** Dismisses a refusal shown in the save state. */
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
  /** Passes Enter, Backspace or an interruption to the active tool; each returns `true` if the tool handled it. */
  confirmTool(): boolean;
  stepToolBack(): boolean;
  cancelTool(): boolean;
  /** Handles Esc: backs out one step. */
  backOut(): void;
}
