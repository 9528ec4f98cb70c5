/** What is visible: the camera, hidden labels and classes, the followed peer, and single-label mode. */

import { type Bounds, intersects, type Point, type Size } from '../kernels/bounds';
import {
  clampCamera,
  fitImage,
  fitTo,
  pan,
  singleLabelCamera,
  toMedia,
  toScreen,
  visible,
  zoomAt,
} from '../kernels/camera';
import type { EditorSettings } from './settings';
import type { Camera, LabelView, Peer, Viewport, ViewSettings } from './state';
import { sameFields, slice } from './store';

export interface ViewStateOptions {
  readonly size: Size;
  readonly boundsOf: (label: string) => Bounds | null;
  readonly selection: () => readonly string[];
  readonly settings: () => EditorSettings;
  readonly peers: () => readonly Peer[];
  /** Called when the camera has moved. */
  readonly onCameraChange: () => void;
}

export class ViewState {
  readonly camera = slice<Camera>({ x: 0, y: 0, zoom: 1 }, sameFields);
  readonly viewport = slice<Viewport>({ width: 0, height: 0 }, sameFields);
  readonly view = slice<ViewSettings>({
    hiddenLabels: new Set(),
    hiddenClasses: new Set(),
    labelsHidden: false,
    showClassNames: false,
  });
  readonly single = slice(false);
  readonly following = slice<number | null>(null);

  readonly #options: ViewStateOptions;
  /** The user has not moved the view yet: a new size fits the image again. */
  #fitted = true;
  /** The camera before single-label mode, restored when it ends; `null` if the image was fitted. */
  #before: Camera | null = null;
  #known: { readonly ids: readonly string[]; readonly set: ReadonlySet<string> } = { ids: [], set: new Set() };

  constructor(options: ViewStateOptions) {
    this.#options = options;
  }

  /** Whether the label is present on this frame and not hidden. */
  isVisible(view: LabelView): boolean {
    const { labelsHidden, hiddenClasses, hiddenLabels } = this.view.get();
    return !labelsHidden && !view.outside && !hiddenClasses.has(view.class) && !hiddenLabels.has(view.id);
  }

  /** Whether the label is drawn. Single-label mode draws only selected labels, or all if none is selected. */
  isShown(view: LabelView): boolean {
    if (!this.isVisible(view)) return false;
    if (!this.single.get()) return true;
    const selected = this.#selected();
    return selected.size === 0 || selected.has(view.id);
  }

  setCamera(camera: Camera): void {
    this.#fitted = false;
    this.following.set(null);
    this.#apply(camera);
  }

  setViewport(viewport: Viewport): void {
    this.viewport.set(viewport);
    if (this.#fitted) this.fit();
  }

  zoomBy(factor: number, screenX?: number, screenY?: number): void {
    const view = this.viewport.get();
    this.setCamera(zoomAt(this.camera.get(), view, factor, screenX ?? view.width / 2, screenY ?? view.height / 2));
  }

  actualSize(): void {
    this.setCamera({ ...this.camera.get(), zoom: 1 });
  }

  panBy(screenDx: number, screenDy: number): void {
    this.setCamera(pan(this.camera.get(), screenDx, screenDy));
  }

  fit(): void {
    this.following.set(null);
    this.#apply(fitImage(this.#options.size, this.viewport.get()));
    this.#fitted = true;
  }

  zoomToLabel(id: string): void {
    const bounds = this.#options.boundsOf(id);
    if (bounds === null) return;
    const view = this.viewport.get();
    const margin = Math.min(view.width, view.height) * 0.2;
    this.setCamera(fitTo(bounds, view, { x: margin, y: margin }, 8));
  }

  /** Centres a label that is out of view, keeping the zoom. */
  reveal(id: string): void {
    const bounds = this.#options.boundsOf(id);
    if (bounds === null || intersects(bounds, visible(this.camera.get(), this.viewport.get()))) return;
    const camera = this.camera.get();
    this.setCamera({ ...camera, x: (bounds.minX + bounds.maxX) / 2, y: (bounds.minY + bounds.maxY) / 2 });
  }

  /** Shows the next label of single-label mode; a changed zoom setting applies from here on (F42). */
  zoomToSingleLabel(id: string): void {
    const { size, boundsOf, settings } = this.#options;
    this.setCamera(singleLabelCamera(boundsOf(id), size, this.viewport.get(), settings().singleLabelZoom));
  }

  setSingle(on: boolean): void {
    if (on === this.single.get()) return;
    this.single.set(on);
    if (on) {
      this.#before = this.#fitted ? null : this.camera.get();
      const id = this.#options.selection().at(-1);
      if (id !== undefined) this.zoomToSingleLabel(id);
    } else if (this.#before !== null) this.setCamera(this.#before);
    else this.fit();
  }

  toScreen(x: number, y: number): Point {
    return toScreen(this.camera.get(), this.viewport.get(), x, y);
  }

  toMedia(screenX: number, screenY: number): Point {
    return toMedia(this.camera.get(), this.viewport.get(), screenX, screenY);
  }

  toggleLabelHidden(id: string): void {
    this.changeView({ hiddenLabels: toggled(this.view.get().hiddenLabels, id) });
  }

  toggleClassHidden(classId: string): void {
    this.changeView({ hiddenClasses: toggled(this.view.get().hiddenClasses, classId) });
  }

  changeView(change: Partial<ViewSettings>): void {
    this.view.update((view) => ({ ...view, ...change }));
  }

  follow(client: number | null): void {
    this.following.set(client);
    this.followView();
  }

  /** Copies the followed peer's camera, or stops following if the peer has left. */
  followView(): void {
    const client = this.following.get();
    if (client === null) return;
    const peer = this.#options.peers().find((other) => other.client === client);
    if (peer === undefined) this.following.set(null);
    else if (peer.presence.view) this.#apply(peer.presence.view);
  }

  /** The selection as a set, cached because every drawn label is looked up in it. */
  #selected(): ReadonlySet<string> {
    const ids = this.#options.selection();
    if (ids !== this.#known.ids) this.#known = { ids, set: new Set(ids) };
    return this.#known.set;
  }

  #apply(camera: Camera): void {
    this.camera.set(clampCamera(camera, this.#options.size));
    this.#options.onCameraChange();
  }
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
