/** Draws an editor into an element and handles its pointer, wheel and touch input. The element must have its own size. */

import type { Editor } from '../editor/editor';
import type { Verdict } from '../protocol/review';
import { OverlayLayer } from './overlay';
import { bindPointer } from './pointer';
import { Scene } from './scene';

/** If more labels than this change, all labels are redrawn. */
const MAX_PATCHED_LABELS = 40;
/** The view is at rest when it has not moved for this long. */
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
  readonly #patches = new Set<string>();
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
      const now = editor.review.get().verdicts;
      if (now === verdicts) return;
      const judged = changedVerdicts(verdicts, now);
      verdicts = now;
      if (judged.length > MAX_PATCHED_LABELS) this.#changed('labels');
      else if (judged.length > 0) this.#patch(judged);
    });
    // In single-label mode, the selection decides what is drawn.
    watch([editor.selection], () => this.#changed(editor.single.get() ? 'labels' : 'overlay'));
    watch([editor.camera], () => this.#moved());
    const { hovered, peers, permission } = editor;
    watch([hovered, peers, permission], () => this.#changed('overlay'));
    const { issues, activeIssue, hoveredIssue, issueDraft, frame } = editor;
    watch([issues, activeIssue, hoveredIssue, issueDraft, frame], () => this.#changed('overlay'));
    let drafted = '';
    watch([editor.overlay], () => {
      // The scene leaves out dragged labels: it changes when a drag begins and ends, not at each step.
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

  /** Redraws only the given labels. */
  #patch(ids: readonly string[]): void {
    for (const id of ids) this.#patches.add(id);
    this.#changed('overlay');
  }

  #draw(): void {
    this.#frame = null;
    const patches = [...this.#patches];
    this.#patches.clear();
    if (patches.length > 0 && (this.#sceneDirty || !this.#scene.redraw(patches, devicePixelRatio))) {
      this.#scene.invalidate();
      this.#sceneDirty = true;
    }
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

/** Returns the labels whose verdict has changed. */
function changedVerdicts(before: ReadonlyMap<string, Verdict>, after: ReadonlyMap<string, Verdict>): readonly string[] {
  const changed: string[] = [];
  for (const [id, { verdict }] of after) if (before.get(id)?.verdict !== verdict) changed.push(id);
  for (const id of before.keys()) if (!after.has(id)) changed.push(id);
  return changed;
}
