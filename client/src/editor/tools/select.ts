/** Selects, moves and reshapes labels. States: idle, pressing, moving, reshaping, marquee. */

import type { Bounds } from '../../kernels/bounds';
import { dragHandle, edgeAt, type Handle, moveBy, removeVertex } from '../../kernels/edit';
import type { Figure } from '../../protocol/labels';
import { hitDistance, isDrag, NO_OVERLAY, type PointerInput, type Tool, type ToolHost } from './tool';

type State =
  | { readonly kind: 'idle'; readonly over: 'nothing' | 'label' | 'handle' }
  /** Pressed, not yet moved: still a click or a drag. `was`: the selection before the press. */
  | {
      readonly kind: 'pressing';
      readonly from: PointerInput;
      readonly hits: readonly string[];
      readonly was: readonly string[];
      readonly grip: { readonly id: string; readonly handle: Handle } | null;
    }
  | { readonly kind: 'moving'; readonly from: PointerInput; readonly start: ReadonlyMap<string, Figure> }
  | { readonly kind: 'reshaping'; readonly id: string; readonly handle: Handle; readonly start: Figure }
  | { readonly kind: 'marquee'; readonly from: PointerInput; readonly keep: readonly string[] };

const IDLE: State = { kind: 'idle', over: 'nothing' };

export class SelectTool implements Tool {
  readonly id = 'select';
  #state: State = IDLE;
  #drafts: ReadonlyMap<string, Figure> = new Map();
  readonly #host: ToolHost;

  constructor(host: ToolHost) {
    this.#host = host;
  }

  get state(): string {
    return this.#state.kind;
  }

  get cursor(): string {
    switch (this.#state.kind) {
      case 'idle':
        return this.#state.over === 'handle' ? 'crosshair' : this.#state.over === 'label' ? 'pointer' : 'default';
      case 'pressing':
        return 'default';
      case 'moving':
        return 'move';
      case 'reshaping':
      case 'marquee':
        return 'crosshair';
    }
  }

  down(input: PointerInput): void {
    const host = this.#host;
    const near = hitDistance(host, input);
    const was = host.selection();
    const grip = host.canEdit() ? host.handleAt(input.x, input.y, near) : null;
    if (grip !== null && input.alt && this.#removeVertex(grip.id, grip.handle)) return;
    const hits = grip === null ? host.pick(input.x, input.y, near / 2) : [];
    const first = hits[0];
    if (grip === null && !input.shift && first !== undefined && !hits.some((id) => was.includes(id))) {
      host.select([first]);
    }
    this.#to({ kind: 'pressing', from: input, hits, was, grip });
  }

  move(input: PointerInput): void {
    const state = this.#state;
    switch (state.kind) {
      case 'idle':
        return this.#look(input);
      case 'pressing':
        if (isDrag(state.from, input)) this.#begin(state, input);
        return;
      case 'moving':
        return this.#drag(
          new Map(
            [...state.start].map(([id, figure]) => [
              id,
              moveBy(figure, input.x - state.from.x, input.y - state.from.y, this.#host.size),
            ]),
          ),
        );
      case 'reshaping':
        return this.#drag(new Map([[state.id, dragHandle(state.start, state.handle, input, this.#host.size)]]));
      case 'marquee': {
        const marquee = between(state.from, input);
        this.#host.setOverlay({ ...NO_OVERLAY, marquee });
        const inside = this.#host.pickIn(marquee);
        this.#host.select([...new Set([...state.keep, ...inside])]);
        return;
      }
    }
  }

  up(input: PointerInput): void {
    const state = this.#state;
    switch (state.kind) {
      case 'idle':
        return;
      case 'pressing':
        this.#click(state.hits, state.was, input.shift, state.grip !== null);
        break;
      case 'moving':
      case 'reshaping':
        if (this.#drafts.size > 0) this.#host.commitGeometry(this.#drafts);
        break;
      case 'marquee':
        break;
    }
    this.#end();
  }

  doubleClick(input: PointerInput): void {
    const host = this.#host;
    const [id, more] = host.selection();
    const figure = id === undefined || more !== undefined ? undefined : host.figure(id);
    if (id === undefined || figure === undefined || !host.canEdit() || host.isFixed(id)) return;
    const near = hitDistance(host, input);
    const grip = host.handleAt(input.x, input.y, near);
    if (grip?.handle.kind === 'vertex') {
      this.#removeVertex(id, grip.handle);
      return;
    }
    const edge = edgeAt(figure, input.x, input.y, near);
    if (edge !== null) host.commitGeometry(new Map([[id, dragHandle(figure, edge, input, host.size)]]));
  }

  confirm(): boolean {
    return false;
  }

  back(): boolean {
    return false;
  }

  cancel(): boolean {
    if (this.#state.kind === 'idle') return false;
    this.#end();
    return true;
  }

  #look(input: PointerInput): void {
    const near = hitDistance(this.#host, input);
    const handle = this.#host.canEdit() ? this.#host.handleAt(input.x, input.y, near) : null;
    const [first] = this.#host.pick(input.x, input.y, near / 2);
    this.#host.hover(first ?? null);
    const over = handle !== null ? 'handle' : first !== undefined ? 'label' : 'nothing';
    if (this.#state.kind === 'idle' && this.#state.over !== over) this.#to({ kind: 'idle', over });
  }

  #begin(state: State & { kind: 'pressing' }, input: PointerInput): void {
    const host = this.#host;
    if (state.grip !== null) {
      const start = host.figure(state.grip.id);
      if (start !== undefined) this.#to({ kind: 'reshaping', ...state.grip, start });
    } else if (state.hits.length > 0 && !state.from.shift) {
      if (!host.canEdit()) return;
      const start = new Map<string, Figure>();
      for (const id of host.selection()) {
        const figure = host.figure(id);
        if (figure !== undefined && !host.isFixed(id)) start.set(id, figure);
      }
      if (start.size === 0) return;
      this.#to({ kind: 'moving', from: state.from, start });
    } else {
      this.#to({ kind: 'marquee', from: state.from, keep: state.from.shift ? state.was : [] });
    }
    this.move(input);
  }

  /** Shows the dragged labels, without those that another user has deleted meanwhile. */
  #drag(drafts: ReadonlyMap<string, Figure>): void {
    const alive = new Map([...drafts].filter(([id]) => this.#host.label(id) !== undefined));
    if (alive.size === 0) {
      this.#end();
      return;
    }
    this.#drafts = alive;
    this.#host.setOverlay({ ...NO_OVERLAY, drafts: alive });
  }

  /** Handles a press that did not move: Shift adds or removes a label; a repeated click selects the next label below. */
  #click(hits: readonly string[], was: readonly string[], shift: boolean, onHandle: boolean): void {
    if (onHandle) return;
    const first = hits[0];
    if (first === undefined) {
      if (!shift) this.#host.select([]);
    } else if (shift) {
      this.#host.select(was.includes(first) ? was.filter((id) => id !== first) : [...was, first]);
    } else {
      const at = hits.findIndex((id) => was.includes(id));
      const next = hits[(at + 1) % hits.length];
      if (at >= 0 && next !== undefined) this.#host.select([next]);
    }
  }

  #removeVertex(id: string, handle: Handle): boolean {
    const figure = this.#host.figure(id);
    if (handle.kind !== 'vertex' || figure === undefined) return false;
    const less = removeVertex(figure, handle.ring, handle.index);
    if (less === null) return false;
    this.#host.commitGeometry(new Map([[id, less]]));
    return true;
  }

  #end(): void {
    this.#drafts = new Map();
    this.#host.setOverlay(NO_OVERLAY);
    this.#to(IDLE);
  }

  #to(state: State): void {
    this.#state = state;
    this.#host.changed();
  }
}

function between(a: PointerInput, b: PointerInput): Bounds {
  return {
    minX: Math.min(a.x, b.x),
    minY: Math.min(a.y, b.y),
    maxX: Math.max(a.x, b.x),
    maxY: Math.max(a.y, b.y),
  };
}
