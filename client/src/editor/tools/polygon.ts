/** Draws polygons and polylines point by point. States: idle, drawing. */

import { clampPoint } from '../../kernels/bounds';
import type { Figure, OntologyClass } from '../../protocol/labels';
import { MAX_POINTS_PER_GEOMETRY } from '../../protocol/limits';
import { DRAG_THRESHOLD_PX, hitDistance, NO_OVERLAY, type PointerInput, type Tool, type ToolHost } from './tool';

type State =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'drawing';
      readonly points: readonly number[];
      readonly class: string;
      readonly shape: 'polygon' | 'polyline';
      /** The last input, for the position of the pointer. */
      readonly at: PointerInput;
    };

/** Returns the shape that the polygon tool draws for a class, or `null`. */
export function lineShape(cls: OntologyClass): 'polygon' | 'polyline' | null {
  if (cls.shapes.includes('polygon')) return 'polygon';
  return cls.shapes.includes('polyline') ? 'polyline' : null;
}

export class PolygonTool implements Tool {
  readonly id = 'polygon';
  readonly cursor = 'crosshair';
  #state: State = { kind: 'idle' };
  readonly #host: ToolHost;

  constructor(host: ToolHost) {
    this.#host = host;
  }

  get state(): string {
    return this.#state.kind;
  }

  down(input: PointerInput): void {
    const host = this.#host;
    if (!host.canEdit()) return;
    const at = clampPoint(input, host.size);
    const state = this.#state;
    if (state.kind === 'idle') {
      const cls = host.activeClass();
      const shape = cls === null ? null : lineShape(cls);
      if (cls === null || shape === null) return;
      this.#draw({ kind: 'drawing', points: [at.x, at.y], class: cls.id, shape, at: input });
      return;
    }
    const { points } = state;
    const near = hitDistance(host, input);
    const onFirst = Math.hypot(points[0]! - input.x, points[1]! - input.y) <= near;
    if (state.shape === 'polygon' && points.length >= 6 && onFirst) {
      this.confirm();
      return;
    }
    const n = points.length;
    // The second press of a double click adds nothing.
    if (Math.hypot(points[n - 2]! - at.x, points[n - 1]! - at.y) <= DRAG_THRESHOLD_PX * host.pixel()) return;
    if (n / 2 >= MAX_POINTS_PER_GEOMETRY) return;
    this.#draw({ ...state, points: [...points, at.x, at.y], at: input });
  }

  move(input: PointerInput): void {
    if (this.#state.kind === 'drawing') this.#draw({ ...this.#state, at: input });
  }

  up(): void {}

  doubleClick(): void {
    this.confirm();
  }

  /** Completes the figure; one with too few points stays open. */
  confirm(): boolean {
    const state = this.#state;
    if (state.kind === 'idle') return false;
    if (state.points.length < (state.shape === 'polygon' ? 6 : 4)) return true;
    const figure = figureOf(state.shape, state.points);
    this.cancel();
    this.#host.commitNew(figure, state.class);
    return true;
  }

  /** Removes the last point. */
  back(): boolean {
    const state = this.#state;
    if (state.kind === 'idle') return false;
    if (state.points.length <= 2) return this.cancel();
    this.#draw({ ...state, points: state.points.slice(0, -2) });
    return true;
  }

  cancel(): boolean {
    if (this.#state.kind === 'idle') return false;
    this.#state = { kind: 'idle' };
    this.#host.setOverlay(NO_OVERLAY);
    this.#host.changed();
    return true;
  }

  #draw(state: State & { kind: 'drawing' }): void {
    const began = this.#state.kind !== 'drawing';
    this.#state = state;
    const tip = clampPoint(state.at, this.#host.size);
    const figure = figureOf(state.shape, [...state.points, tip.x, tip.y]);
    this.#host.setOverlay({ ...NO_OVERLAY, drawing: { figure, class: state.class, open: true } });
    if (began) this.#host.changed();
  }
}

function figureOf(shape: 'polygon' | 'polyline', points: readonly number[]): Figure {
  return shape === 'polygon' ? { shape, geometry: { rings: [points] } } : { shape, geometry: { points } };
}
