/** The tool interface: a state machine with named states that takes pointer input in media pixels. Completion, cancellation
 * and interruption all end in `idle`. */

import type { Bounds, Point, Size } from '../../kernels/bounds';
import type { Handle } from '../../kernels/edit';
import type { Figure, OntologyClass } from '../../protocol/labels';
import type { LabelView, ToolId } from '../state';

export interface PointerInput extends Point {
  /** Screen position, for distances on screen, such as how far a finger moved. */
  readonly screenX: number;
  readonly screenY: number;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly touch: boolean;
}

export interface Tool {
  readonly id: ToolId;
  readonly state: string;
  readonly cursor: string;
  down(input: PointerInput): void;
  move(input: PointerInput): void;
  up(input: PointerInput): void;
  doubleClick(input: PointerInput): void;
  /** Handles Enter; returns `true` if the tool used it. */
  confirm(): boolean;
  /** Handles Backspace; returns `true` if the tool used it. */
  back(): boolean;
  /** Drops whatever is in progress, on Esc, another tool or a lost lock. Returns `true` if there was something. */
  cancel(): boolean;
}

/** What is shown while a label is drawn or dragged; never stored. */
export interface Overlay {
  /** Labels shown with another figure than the document's. */
  readonly drafts: ReadonlyMap<string, Figure>;
  /** A new label being drawn. `open`: not closed yet; the last point follows the pointer. */
  readonly drawing: { readonly figure: Figure; readonly class: string; readonly open: boolean } | null;
  readonly marquee: Bounds | null;
}

export const NO_OVERLAY: Overlay = { drafts: new Map(), drawing: null, marquee: null };

/** What a tool needs from the editor. */
export interface ToolHost {
  readonly size: Size;
  /** Returns the number of media pixels per screen pixel. */
  pixel(): number;
  canEdit(): boolean;
  /** Whether the label has a verdict, and cannot be changed even with permission to edit. */
  isFixed(id: string): boolean;
  label(id: string): LabelView | undefined;
  figure(id: string): Figure | undefined;
  selection(): readonly string[];
  select(ids: readonly string[]): void;
  /** Returns the labels under a point, best match first. */
  pick(x: number, y: number, tolerance: number): readonly string[];
  pickIn(bounds: Bounds): readonly string[];
  /** Returns the handle under the point, if exactly one label is selected. */
  handleAt(x: number, y: number, tolerance: number): { readonly id: string; readonly handle: Handle } | null;
  activeClass(): OntologyClass | null;
  setOverlay(overlay: Overlay): void;
  /** Reports a new `state` or `cursor`. */
  changed(): void;
  commitGeometry(figures: ReadonlyMap<string, Figure>): void;
  commitNew(figure: Figure, classId: string): void;
  panBy(screenDx: number, screenDy: number): void;
  placePin(at: Point): void;
  hover(id: string | null): void;
}

/** Screen pixels that a press can move before it is a drag. */
export const DRAG_THRESHOLD_PX = 4;
const MOUSE_HIT_PX = 7;
const TOUCH_HIT_PX = 16;

/** Returns the distance that counts as a hit, in media pixels. */
export function hitDistance(host: ToolHost, input: PointerInput): number {
  return (input.touch ? TOUCH_HIT_PX : MOUSE_HIT_PX) * host.pixel();
}

export function isDrag(from: PointerInput, to: PointerInput): boolean {
  return Math.hypot(to.screenX - from.screenX, to.screenY - from.screenY) > DRAG_THRESHOLD_PX;
}
