/** Draws an editor into an element and takes its pointer, wheel and touch input. The element needs a size of its own. */

import type { Editor } from '../editor/editor';
import { OverlayLayer } from './overlay';
import { bindPointer } from './pointer';
import { Scene } from './scene';

/** The view rests when it has not moved for this long. */
const REST_MS = 120;

export class CanvasView {
  readonly #editor: Editor;
  readonly #host: HTMLElement;
  readonly #scene: Scene;
  readonly #overlay: OverlayLayer;
  readonly #undo: (() => void)[] = [];
  #frame: number | null = null;
  #restTimer: number | null = null;
  #sceneDirty = true;
  #movedAt = 0;

  constructor(editor: Editor, host: HTMLElement) {
    this.#editor = editor;
    this.#host = host;
    this.#scene = new Scene(editor, () => this.#changed('scene'));
    this.#overlay = new OverlayLayer(editor);
    host.dataset.canvas = '';
    host.tabIndex = 0;
    host.style.touchAction = 'none';
    host.style.overflow = 'hidden';
    if (getComputedStyle(host).position === 'static') host.style.position = 'relative';
    for (const canvas of [this.#scene.canvas, this.#overlay.canvas]) {
      Object.assign(canvas.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' });
      host.append(canvas);
    }
    const watch = (slices: { subscribe: (listener: () => void) => () => void }[], run: () => void): void => {
      for (const slice of slices) this.#undo.push(slice.subscribe(run));
    };
    watch([editor.labels, editor.view, editor.single], () => this.#changed('labels'));
    let verdicts = editor.review.get().verdicts;
    watch([editor.review], () => {
      if (editor.review.get().verdicts === verdicts) return;
      verdicts = editor.review.get().verdicts;
      this.#changed('labels');
    });
    // In single-label mode the selection says what is drawn.
    watch([editor.selection], () => this.#changed(editor.single.get() ? 'labels' : 'overlay'));
    watch([editor.camera], () => this.#moved());
    const { hovered, peers, permission } = editor;
    watch([hovered, peers, permission], () => this.#changed('overlay'));
    const { issues, activeIssue, hoveredIssue, issueDraft, frame } = editor;
    watch([issues, activeIssue, hoveredIssue, issueDraft, frame], () => this.#changed('overlay'));
    let drafted = '';
    watch([editor.overlay], () => {
      // The scene leaves out what is being dragged: it changes when that begins and ends, not at each step.
      const ids = [...editor.overlay.get().drafts.keys()].join();
      this.#changed(ids === drafted ? 'overlay' : 'labels');
      drafted = ids;
    });
    const cursor = (): void => {
      host.style.cursor = hoveredIssue.get() === null ? editor.tool.get().cursor : 'pointer';
    };
    watch([editor.tool, hoveredIssue], cursor);
    cursor();
    const sizes = new ResizeObserver(() => this.#resize());
    sizes.observe(host);
    this.#undo.push(() => sizes.disconnect());
    this.#undo.push(bindPointer(editor, { element: host, pinAt: (x, y) => this.#overlay.pinAt(x, y) }));
    this.#resize();
  }

  destroy(): void {
    for (const undo of this.#undo) undo();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    if (this.#restTimer !== null) clearTimeout(this.#restTimer);
    this.#scene.canvas.remove();
    this.#overlay.canvas.remove();
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#host;
    for (const canvas of [this.#scene.canvas, this.#overlay.canvas]) {
      canvas.width = Math.max(1, Math.round(width * devicePixelRatio));
      canvas.height = Math.max(1, Math.round(height * devicePixelRatio));
    }
    this.#editor.setViewport({ width, height });
    this.#changed('labels');
  }

  #moved(): void {
    this.#movedAt = performance.now();
    this.#changed('scene');
  }

  #changed(what: 'scene' | 'labels' | 'overlay'): void {
    if (what === 'labels') this.#scene.invalidate();
    if (what !== 'overlay') this.#sceneDirty = true;
    this.#frame ??= requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#frame = null;
    if (this.#sceneDirty) {
      this.#sceneDirty = false;
      const moving = performance.now() - this.#movedAt < REST_MS;
      if (this.#scene.draw(moving, devicePixelRatio)) this.#drawAtRest();
    }
    this.#overlay.draw(devicePixelRatio);
  }

  #drawAtRest(): void {
    if (this.#restTimer !== null) clearTimeout(this.#restTimer);
    this.#restTimer = window.setTimeout(() => {
      this.#restTimer = null;
      this.#changed('scene');
    }, REST_MS + 10);
  }
}
