/** What a tool is: a state machine with named states, fed with pointer input in media pixels. Complete, cancel and
 * interruption all end in `idle`. */

import type { Bounds, Point, Size } from '../../kernels/bounds';
import type { Handle } from '../../kernels/edit';
import type { Figure, OntologyClass } from '../../protocol/labels';
import type { LabelView, ToolId } from '../state';

export interface PointerInput extends Point {
  /** Screen position, for what is measured by hand: how far a finger went. */
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
  /** Enter, Backspace; true when the tool took it. */
  confirm(): boolean;
  back(): boolean;
  /** Esc, another tool, the lock gone: whatever is under way is dropped. True when there was something. */
  cancel(): boolean;
}

/** What is shown while something is drawn or dragged; never stored. */
export interface Overlay {
  /** Labels drawn in another form than the document has. */
  readonly drafts: ReadonlyMap<string, Figure>;
  /** A new label on its way. `open`: not closed yet, the last point follows the pointer. */
  readonly drawing: { readonly figure: Figure; readonly class: string; readonly open: boolean } | null;
  readonly marquee: Bounds | null;
}

export const NO_OVERLAY: Overlay = { drafts: new Map(), drawing: null, marquee: null };

/** What a tool needs of the editor. */
export interface ToolHost {
  readonly size: Size;
  /** Media pixels that one screen pixel covers. */
  pixel(): number;
  canEdit(): boolean;
  /** Judged: it is not changed even so. */
  isFixed(id: string): boolean;
  label(id: string): LabelView | undefined;
  figure(id: string): Figure | undefined;
  selection(): readonly string[];
  select(ids: readonly string[]): void;
  /** Labels under a point, the best first. */
  pick(x: number, y: number, tolerance: number): readonly string[];
  pickIn(bounds: Bounds): readonly string[];
  /** The handle of the one selected label under the point. */
  handleAt(x: number, y: number, tolerance: number): { readonly id: string; readonly handle: Handle } | null;
  activeClass(): OntologyClass | null;
  setOverlay(overlay: Overlay): void;
  /** Announces a new `state` or `cursor`. */
  changed(): void;
  commitGeometry(figures: ReadonlyMap<string, Figure>): void;
  commitNew(figure: Figure, classId: string): void;
  panBy(screenDx: number, screenDy: number): void;
  placePin(at: Point): void;
  hover(id: string | null): void;
}

/** Screen pixels that a press may wander before it is a drag. */
export const DRAG_SLOP = 4;
const MOUSE_REACH = 7;
const TOUCH_REACH = 16;

/** How near counts as on it, in media pixels. */
export function reach(host: ToolHost, input: PointerInput): number {
  return (input.touch ? TOUCH_REACH : MOUSE_REACH) * host.pixel();
}

export function wandered(from: PointerInput, to: PointerInput): boolean {
  return Math.hypot(to.screenX - from.screenX, to.screenY - from.screenY) > DRAG_SLOP;
}
