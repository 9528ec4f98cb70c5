/** Draws boxes, by a drag or by two clicks. States: idle, pressing, drawing (button down), spanning (between clicks). */

import { boxBetween } from '../../kernels/edit';
import type { BoxGeometry, Figure, OntologyClass } from '../../protocol/labels';
import { isDrag, NO_OVERLAY, type PointerInput, type Tool, type ToolHost } from './tool';

type State =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'pressing' | 'drawing' | 'spanning';
      readonly from: PointerInput;
      readonly class: string;
      readonly shape: 'box' | 'rotated_box';
    };

/** Returns the shape that the box tool draws for a class, or `null`. */
export function boxShape(cls: OntologyClass): 'box' | 'rotated_box' | null {
  if (cls.shapes.includes('box')) return 'box';
  return cls.shapes.includes('rotated_box') ? 'rotated_box' : null;
}

export class BoxTool implements Tool {
  readonly id = 'box';
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
    if (this.#state.kind === 'spanning') return;
    const cls = this.#host.activeClass();
    const shape = cls === null ? null : boxShape(cls);
    if (cls === null || shape === null || !this.#host.canEdit()) return;
    this.#to({ kind: 'pressing', from: input, class: cls.id, shape });
  }

  move(input: PointerInput): void {
    const state = this.#state;
    if (state.kind === 'idle') return;
    if (state.kind === 'pressing') {
      if (!isDrag(state.from, input)) return;
      this.#to({ ...state, kind: 'drawing' });
    }
    const figure = this.#figure(state.shape, state.from, input);
    this.#host.setOverlay({ ...NO_OVERLAY, drawing: { figure, class: state.class, open: false } });
  }

  up(input: PointerInput): void {
    const state = this.#state;
    if (state.kind === 'idle') return;
    if (state.kind === 'pressing') {
      this.#to({ ...state, kind: 'spanning' });
      return;
    }
    // The box has no extent: a double click, or a slip.
    if (!isDrag(state.from, input)) {
      if (state.kind === 'drawing') this.cancel();
      return;
    }
    const figure = this.#figure(state.shape, state.from, input);
    this.cancel();
    this.#host.commitNew(figure, state.class);
  }

  doubleClick(): void {}

  confirm(): boolean {
    return false;
  }

  back(): boolean {
    return this.cancel();
  }

  cancel(): boolean {
    if (this.#state.kind === 'idle') return false;
    this.#host.setOverlay(NO_OVERLAY);
    this.#to({ kind: 'idle' });
    return true;
  }

  #figure(shape: 'box' | 'rotated_box', from: PointerInput, to: PointerInput): Figure {
    const geometry: BoxGeometry = boxBetween(from, to, this.#host.size);
    if (shape === 'box') return { shape, geometry };
    const { x, y, w, h } = geometry;
    return { shape, geometry: { cx: x + w / 2, cy: y + h / 2, w, h, angle: 0 } };
  }

  #to(state: State): void {
    this.#state = state;
    this.#host.changed();
  }
}
