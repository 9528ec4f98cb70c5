/** The camera: the media point at the centre of the view, and the zoom. */

import { type Bounds, clamp, type Point, type Size } from './bounds';

export interface CameraValue {
  readonly x: number;
  readonly y: number;
  /** Screen pixels per media pixel. */
  readonly zoom: number;
}

export const MIN_ZOOM = 0.01;
export const MAX_ZOOM = 64;

export function toScreen(camera: CameraValue, view: Size, x: number, y: number): Point {
  return { x: (x - camera.x) * camera.zoom + view.width / 2, y: (y - camera.y) * camera.zoom + view.height / 2 };
}

export function toMedia(camera: CameraValue, view: Size, x: number, y: number): Point {
  return { x: (x - view.width / 2) / camera.zoom + camera.x, y: (y - view.height / 2) / camera.zoom + camera.y };
}

export function visible(camera: CameraValue, view: Size): Bounds {
  const halfWidth = view.width / 2 / camera.zoom;
  const halfHeight = view.height / 2 / camera.zoom;
  return {
    minX: camera.x - halfWidth,
    minY: camera.y - halfHeight,
    maxX: camera.x + halfWidth,
    maxY: camera.y + halfHeight,
  };
}

/** Zooms by `factor`, keeping the media point under the screen point in place. */
export function zoomAt(camera: CameraValue, view: Size, factor: number, screenX: number, screenY: number): CameraValue {
  const zoom = clamp(camera.zoom * factor, MIN_ZOOM, MAX_ZOOM);
  const under = toMedia(camera, view, screenX, screenY);
  return {
    x: under.x - (screenX - view.width / 2) / zoom,
    y: under.y - (screenY - view.height / 2) / zoom,
    zoom,
  };
}

export function pan(camera: CameraValue, screenDx: number, screenDy: number): CameraValue {
  return { x: camera.x - screenDx / camera.zoom, y: camera.y - screenDy / camera.zoom, zoom: camera.zoom };
}

/** Clamps the camera so that part of the image stays visible. */
export function clampCamera(camera: CameraValue, media: Size): CameraValue {
  return { x: clamp(camera.x, 0, media.width), y: clamp(camera.y, 0, media.height), zoom: camera.zoom };
}

/** Screen pixels left free on each side of the fitted image: above for a banner, below for the quick toolbar. */
const FIT_MARGIN = { x: 24, y: 48 };

/** Returns the camera that shows the whole image. */
export function fitImage(media: Size, view: Size): CameraValue {
  return fitTo({ minX: 0, minY: 0, maxX: media.width, maxY: media.height }, view, FIT_MARGIN);
}

/** Returns the camera that shows all of `bounds`, with `margin` screen pixels free on each side. */
export function fitTo(bounds: Bounds, view: Size, margin: Point, maxZoom = MAX_ZOOM): CameraValue {
  const width = Math.max(bounds.maxX - bounds.minX, 1);
  const height = Math.max(bounds.maxY - bounds.minY, 1);
  const room = { width: Math.max(view.width - 2 * margin.x, 16), height: Math.max(view.height - 2 * margin.y, 16) };
  const zoom = clamp(Math.min(room.width / width, room.height / height), MIN_ZOOM, maxZoom);
  return { x: (bounds.minX + bounds.maxX) / 2, y: (bounds.minY + bounds.maxY) / 2, zoom };
}

/** The zoom percentage of single-label mode at which the image is shown fitted (F41). */
const FITTED_PERCENT = 20;
/** Beyond this zoom, single pixels are too large to judge a label by. */
const MAX_LABEL_ZOOM = 16;

/** Returns the camera of single-label mode: the label fills `percent` of the view, but is never smaller than in the
 * fitted image. 20 % is the fitted image itself; lower values zoom out. */
export function singleLabelCamera(bounds: Bounds | null, media: Size, view: Size, percent: number): CameraValue {
  const fit = fitImage(media, view);
  if (percent < FITTED_PERCENT) return { ...fit, zoom: Math.max((fit.zoom * percent) / FITTED_PERCENT, MIN_ZOOM) };
  if (percent === FITTED_PERCENT || bounds === null) return fit;
  const part = percent / 100;
  const width = Math.max(bounds.maxX - bounds.minX, 1);
  const height = Math.max(bounds.maxY - bounds.minY, 1);
  const zoom = Math.min((view.width * part) / width, (view.height * part) / height, MAX_LABEL_ZOOM);
  if (zoom <= fit.zoom) return fit;
  return { x: (bounds.minX + bounds.maxX) / 2, y: (bounds.minY + bounds.maxY) / 2, zoom };
}
