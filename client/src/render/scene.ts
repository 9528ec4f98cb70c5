/** The image and its labels. While the view moves, a cached drawing of the labels moves along; they are redrawn at
 * rest. */

import type { Editor } from '../editor/editor';
import { figureOf, NO_CLASS_COLOR } from '../editor/label-index';
import type { Camera, LabelView, Viewport } from '../editor/state';
import { type Bounds, intersects } from '../kernels/bounds';
import { toScreen, visible } from '../kernels/camera';
import { MaskImages } from './masks';
import { dotsOf, isFilled, pathOf } from './paths';
import { ScaledImage } from './scaled-image';
import { BADGE_FROM_PX, drawBadge, styleOf } from './verdicts';

/** Up to this many labels are redrawn on every frame. Counted, not timed: a browser without a GPU draws after the script has
 * ended, when the script cannot measure it. */
const MAX_DIRECT_LABELS = 40;
/** While the view moves, all labels are redrawn at most this often. */
const REDRAW_INTERVAL_MS = 250;
/** The cached drawing extends beyond each edge by this part of the view. */
const MARGIN = 0.25;
/** A label smaller than this on screen is drawn as a plain spot. */
const SPOT_PX = 3;
/** A label's line and badge extend this far beyond it on screen. */
const PATCH_PX = 10;

interface Cache {
  readonly canvas: HTMLCanvasElement;
  readonly camera: Camera;
  readonly viewport: Viewport;
  readonly ratio: number;
}

export class Scene {
  readonly canvas = document.createElement('canvas');
  readonly #editor: Editor;
  readonly #masks: MaskImages;
  readonly #picture: ScaledImage;
  #kept: Cache | null = null;
  #stale = true;
  #cost = 0;
  #keptAt = 0;

  constructor(editor: Editor, changed: () => void) {
    this.#editor = editor;
    this.#masks = new MaskImages(editor.masks);
    this.#picture = new ScaledImage(editor.info.media.url, changed);
  }

  /** Marks the cached drawing as stale: the labels have changed, not only the camera. */
  invalidate(): void {
    this.#stale = true;
  }

  /** Redraws a few labels and leaves the rest of the frame as it is; returns `false` if everything must be redrawn. */
  redraw(ids: readonly string[], ratio: number): boolean {
    const context = this.canvas.getContext('2d');
    const camera = this.#editor.camera.get();
    const viewport = this.#editor.viewport.get();
    const few = this.#editor.labels.get().count <= MAX_DIRECT_LABELS;
    const kept = few ? null : this.#kept;
    const keptContext = kept?.canvas.getContext('2d') ?? null;
    const exact = kept !== null && sameCamera(kept.camera, camera) && kept.ratio === ratio;
    // Class names extend beyond their labels.
    if (context === null || this.#stale || this.#editor.view.get().showClassNames || !(few || exact)) return false;
    for (const id of ids) {
      const bounds = this.#editor.boundsOf(id);
      if (bounds === null) continue;
      const region = expand(bounds, PATCH_PX / camera.zoom);
      if (!intersects(region, visible(camera, kept?.viewport ?? viewport))) continue;
      if (kept !== null && keptContext !== null) {
        withClip(keptContext, region, camera, kept.viewport, ratio, () =>
          this.#drawLabels(keptContext, camera, kept.viewport, ratio, viewport, region),
        );
      }
      withClip(context, region, camera, viewport, ratio, () => {
        this.#drawPicture(context, camera, viewport, ratio);
        if (kept === null) this.#drawLabels(context, camera, viewport, ratio, viewport, region);
        else this.#showKept(context, kept, camera, viewport, ratio);
      });
    }
    return true;
  }

  /** Draws a frame; returns `true` if it shows a stale cached drawing and must be redrawn at rest. */
  draw(moving: boolean, ratio: number): boolean {
    const context = this.canvas.getContext('2d');
    if (context === null) return false;
    const camera = this.#editor.camera.get();
    const viewport = this.#editor.viewport.get();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.#drawPicture(context, camera, viewport, ratio);
    if (this.#editor.labels.get().count <= MAX_DIRECT_LABELS) {
      this.#kept = null;
      this.#stale = false;
      this.#drawLabels(context, camera, viewport, ratio, viewport);
      return false;
    }
    const covers = this.#kept !== null && coversView(this.#kept, camera, viewport);
    const exact = this.#kept !== null && sameCamera(this.#kept.camera, camera) && this.#kept.ratio === ratio;
    const wanted = this.#stale || (!exact && !moving) || !covers;
    // A slow drawing is not repeated at once: for that moment, edges stay empty or an edit is not visible.
    const due =
      performance.now() - this.#keptAt > (moving ? Math.max(REDRAW_INTERVAL_MS, 4 * this.#cost) : 2 * this.#cost);
    if (this.#kept === null || (wanted && due)) this.#keep(camera, viewport, ratio);
    const kept = this.#kept;
    if (kept === null) return false;
    this.#showKept(context, kept, camera, viewport, ratio);
    return this.#stale || !sameCamera(kept.camera, camera);
  }

  #showKept(context: CanvasRenderingContext2D, kept: Cache, camera: Camera, viewport: Viewport, ratio: number): void {
    const scale = camera.zoom / kept.camera.zoom;
    const width = kept.viewport.width * scale;
    const height = kept.viewport.height * scale;
    const x = (kept.camera.x - camera.x) * camera.zoom + viewport.width / 2 - width / 2;
    const y = (kept.camera.y - camera.y) * camera.zoom + viewport.height / 2 - height / 2;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.drawImage(kept.canvas, x, y, width, height);
  }

  #keep(camera: Camera, viewport: Viewport, ratio: number): void {
    const size = { width: viewport.width * (1 + 2 * MARGIN), height: viewport.height * (1 + 2 * MARGIN) };
    const canvas = this.#kept?.canvas ?? document.createElement('canvas');
    canvas.width = Math.ceil(size.width * ratio);
    canvas.height = Math.ceil(size.height * ratio);
    const context = canvas.getContext('2d');
    if (context === null) return;
    const began = performance.now();
    this.#drawLabels(context, camera, size, ratio, viewport);
    this.#cost = performance.now() - began;
    this.#kept = { canvas, camera, viewport: size, ratio };
    this.#keptAt = performance.now();
    this.#stale = false;
  }

  #drawPicture(context: CanvasRenderingContext2D, camera: Camera, viewport: Viewport, ratio: number): void {
    applyCamera(context, camera, viewport, ratio);
    this.#picture.draw(context, this.#editor.size.width, this.#editor.size.height, camera.zoom * ratio);
  }

  #drawLabels(
    context: CanvasRenderingContext2D,
    camera: Camera,
    size: Viewport,
    ratio: number,
    viewport: Viewport,
    region = visible(camera, size),
  ): void {
    const editor = this.#editor;
    // A label's line and badge extend a little beyond it.
    const seen = expand(region, PATCH_PX / camera.zoom);
    const drafts = editor.overlay.get().drafts;
    const pixel = 1 / camera.zoom;
    applyCamera(context, camera, size, ratio);
    for (const view of editor.labels.get().ordered) {
      if (drafts.has(view.id) || !editor.isShown(view)) continue;
      const bounds = editor.boundsOf(view.id);
      if (bounds !== null && intersects(bounds, seen)) this.#drawLabel(context, view, bounds, pixel);
    }
    this.#drawBadges(context, camera, size, ratio, viewport, seen);
    if (editor.view.get().showClassNames) this.#drawNames(context, camera, size, ratio, viewport);
  }

  #drawLabel(context: CanvasRenderingContext2D, view: LabelView, bounds: Bounds, pixel: number): void {
    const cls = this.#editor.classOf(view);
    const color = cls?.color ?? NO_CLASS_COLOR;
    const figure = figureOf(view);
    if (figure.shape === 'bitmask') {
      context.globalAlpha = 0.45;
      context.imageSmoothingEnabled = false;
      this.#masks.draw(context, figure.geometry, color);
      context.globalAlpha = 1;
      return;
    }
    const width = bounds.maxX - bounds.minX;
    const height = bounds.maxY - bounds.minY;
    if (isFilled(figure) && Math.max(width, height) < SPOT_PX * pixel) {
      context.fillStyle = color;
      context.fillRect(bounds.minX, bounds.minY, Math.max(width, pixel), Math.max(height, pixel));
      return;
    }
    const path = pathOf(figure, cls?.skeleton?.edges);
    const style = styleOf(this.#editor.review.get().verdicts.get(view.id)?.verdict);
    if (isFilled(figure) && style.fill && !this.#editor.single.get()) {
      context.fillStyle = `${color}2e`;
      context.fill(path, 'evenodd');
    }
    context.strokeStyle = color;
    context.lineWidth = style.width * pixel;
    if (style.dash.length > 0) context.setLineDash(style.dash.map((length) => length * pixel));
    context.stroke(path);
    if (style.dash.length > 0) context.setLineDash([]);
    for (const [x, y, hidden] of dotsOf(figure)) drawDot(context, x, y, 3.5 * pixel, color, hidden);
  }

  #drawBadges(
    context: CanvasRenderingContext2D,
    camera: Camera,
    size: Viewport,
    ratio: number,
    viewport: Viewport,
    seen: Bounds,
  ): void {
    const { verdicts } = this.#editor.review.get();
    if (verdicts.size === 0) return;
    const offsetX = (size.width - viewport.width) / 2;
    const offsetY = (size.height - viewport.height) / 2;
    context.setTransform(ratio, 0, 0, ratio, offsetX * ratio, offsetY * ratio);
    for (const [id, { verdict }] of verdicts) {
      const view = this.#editor.label(id);
      const bounds = this.#editor.boundsOf(id);
      if (view === undefined || bounds === null || !this.#editor.isShown(view) || !intersects(bounds, seen)) continue;
      const large = Math.max(bounds.maxX - bounds.minX, bounds.maxY - bounds.minY) * camera.zoom >= BADGE_FROM_PX;
      // A point has no size, but it can have a verdict.
      if (!large && view.shape !== 'point') continue;
      const { x, y } = this.#editor.toScreen(bounds.maxX, bounds.minY);
      drawBadge(context, verdict, x, y, ratio);
    }
  }

  #drawNames(
    context: CanvasRenderingContext2D,
    camera: Camera,
    size: Viewport,
    ratio: number,
    viewport: Viewport,
  ): void {
    const offsetX = (size.width - viewport.width) / 2;
    const offsetY = (size.height - viewport.height) / 2;
    context.setTransform(ratio, 0, 0, ratio, offsetX * ratio, offsetY * ratio);
    context.font = '11px system-ui, sans-serif';
    context.textBaseline = 'bottom';
    for (const view of this.#editor.labels.get().ordered) {
      const bounds = this.#editor.boundsOf(view.id);
      if (bounds === null || !this.#editor.isShown(view)) continue;
      if ((bounds.maxX - bounds.minX) * camera.zoom < 24) continue;
      const cls = this.#editor.classOf(view);
      const { x, y } = this.#editor.toScreen(bounds.minX, bounds.minY);
      const name = cls?.name ?? view.class;
      const width = context.measureText(name).width;
      context.fillStyle = cls?.color ?? NO_CLASS_COLOR;
      context.fillRect(x, y - 14, width + 6, 14);
      context.fillStyle = readableOn(cls?.color ?? NO_CLASS_COLOR);
      context.fillText(name, x + 3, y - 1);
    }
  }
}

function expand({ minX, minY, maxX, maxY }: Bounds, by: number): Bounds {
  return { minX: minX - by, minY: minY - by, maxX: maxX + by, maxY: maxY + by };
}

/** Clears a region and draws only there, in whole pixels so that no seam shows. */
function withClip(
  context: CanvasRenderingContext2D,
  region: Bounds,
  camera: Camera,
  view: Viewport,
  ratio: number,
  draw: () => void,
): void {
  const from = toScreen(camera, view, region.minX, region.minY);
  const to = toScreen(camera, view, region.maxX, region.maxY);
  const [x, y] = [Math.floor(from.x * ratio), Math.floor(from.y * ratio)];
  const [width, height] = [Math.ceil(to.x * ratio) - x, Math.ceil(to.y * ratio) - y];
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.clearRect(x, y, width, height);
  draw();
  context.restore();
}

export function applyCamera(context: CanvasRenderingContext2D, camera: Camera, view: Viewport, ratio: number): void {
  const scale = camera.zoom * ratio;
  context.setTransform(
    scale,
    0,
    0,
    scale,
    (view.width / 2) * ratio - camera.x * scale,
    (view.height / 2) * ratio - camera.y * scale,
  );
}

/** Draws a joint or point; a hidden joint is hollow. */
export function drawDot(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  color: string,
  hollow: boolean,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = hollow ? '#ffffffb0' : color;
  context.fill();
  context.strokeStyle = hollow ? color : '#ffffff';
  context.lineWidth = radius / 3;
  context.stroke();
}

/** Returns black or white, whichever is more readable on the colour. */
export function readableOn(color: string): string {
  const value = Number.parseInt(color.slice(1), 16);
  const luma = 0.299 * (value >> 16) + 0.587 * ((value >> 8) & 0xff) + 0.114 * (value & 0xff);
  return luma > 150 ? '#000000' : '#ffffff';
}

function sameCamera(a: Camera, b: Camera): boolean {
  return a.x === b.x && a.y === b.y && a.zoom === b.zoom;
}

/** Whether the cached drawing fills the view, and is not scaled up or down too far. */
function coversView(kept: Cache, camera: Camera, viewport: Viewport): boolean {
  const scale = camera.zoom / kept.camera.zoom;
  if (scale > 3 || scale < 0.4) return false;
  const has = visible(kept.camera, kept.viewport);
  const wants = visible(camera, viewport);
  const slack = 0.2 * Math.max(wants.maxX - wants.minX, wants.maxY - wants.minY);
  return (
    has.minX <= wants.minX + slack &&
    has.minY <= wants.minY + slack &&
    has.maxX >= wants.maxX - slack &&
    has.maxY >= wants.maxY - slack
  );
}
