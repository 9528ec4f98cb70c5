/** The layer over the labels: selection and handles, own and others' drafts, pins, cursors. Redrawn each frame. */

import type { Editor } from '../editor/editor';
import { figureOf, NO_CLASS_COLOR } from '../editor/label-index';
import { handlesOf } from '../kernels/edit';
import type { Figure } from '../protocol/labels';
import type { PresenceDraft } from '../protocol/wire';
import { dotsOf, isFilled, pathOf } from './paths';
import { applyCamera, drawDot, readableOn } from './scene';
import { drawBadge } from './verdicts';

const OPEN_PIN = '#e03131';
const RESOLVED_PIN = '#2f9e44';
/** Screen pixels from a pin's tip to the centre of its head. */
const PIN_HEIGHT = 20;
const PIN_RADIUS = 8;
/** Characters of an issue that are shown while the pointer is over its pin. */
const MAX_PIN_TEXT_CHARS = 60;

interface Pin {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly open: boolean;
  readonly active: boolean;
}

export class OverlayLayer {
  readonly canvas = document.createElement('canvas');
  readonly #editor: Editor;

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  draw(ratio: number): void {
    const context = this.canvas.getContext('2d');
    if (context === null) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    applyCamera(context, this.#editor.camera.get(), this.#editor.viewport.get(), ratio);
    const pixel = 1 / this.#editor.camera.get().zoom;
    this.#drawOthers(context, pixel);
    this.#drawHovered(context, pixel);
    this.#drawSelected(context, pixel);
    this.#drawMine(context, pixel);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#drawBadges(context, ratio);
    this.#drawPins(context);
    this.#drawCursors(context);
  }

  /** Returns the pinned issue whose pin is under the screen point. */
  pinAt(screenX: number, screenY: number): string | null {
    for (const { id, x, y } of this.#pins().reverse()) {
      const tip = this.#editor.toScreen(x, y);
      if (Math.hypot(tip.x - screenX, tip.y - PIN_HEIGHT - screenY) <= PIN_RADIUS + 3) return id;
    }
    return null;
  }

  #edges(classId: string | undefined) {
    return this.#editor.task.get().ontology.classes.find((cls) => cls.id === classId)?.skeleton?.edges;
  }

  #color(classId: string | undefined): string {
    return this.#editor.task.get().ontology.classes.find((cls) => cls.id === classId)?.color ?? NO_CLASS_COLOR;
  }

  #outline(
    context: CanvasRenderingContext2D,
    figure: Figure,
    classId: string | undefined,
    color: string,
    width: number,
  ) {
    context.strokeStyle = color;
    context.lineWidth = width;
    if (figure.shape === 'bitmask') {
      const bounds = this.#editor.masks.get(figure.geometry)?.bounds;
      if (bounds) context.strokeRect(bounds.minX, bounds.minY, bounds.maxX - bounds.minX, bounds.maxY - bounds.minY);
      return;
    }
    context.stroke(pathOf(figure, this.#edges(classId)));
  }

  #drawOthers(context: CanvasRenderingContext2D, pixel: number): void {
    for (const { person, presence } of this.#editor.peers.get()) {
      for (const id of presence.selection ?? []) {
        const view = this.#editor.label(id);
        if (view !== undefined && this.#editor.isShown(view)) {
          this.#outline(context, figureOf(view), view.class, person.color, 3 * pixel);
        }
      }
      const figure = draftFigure(presence.draft);
      if (figure === null) continue;
      const cls = presence.draft?.class ?? this.#editor.label(presence.draft?.label ?? '')?.class;
      context.setLineDash([6 * pixel, 4 * pixel]);
      this.#outline(context, figure, cls, person.color, 2 * pixel);
      context.setLineDash([]);
      for (const [x, y, hidden] of dotsOf(figure)) drawDot(context, x, y, 3.5 * pixel, person.color, hidden);
    }
  }

  #drawHovered(context: CanvasRenderingContext2D, pixel: number): void {
    const id = this.#editor.hovered.get();
    const view = id === null ? undefined : this.#editor.label(id);
    if (view === undefined || this.#editor.overlay.get().drafts.has(view.id) || !this.#editor.isShown(view)) return;
    this.#outline(context, figureOf(view), view.class, this.#color(view.class), 3 * pixel);
  }

  #drawSelected(context: CanvasRenderingContext2D, pixel: number): void {
    const { drafts } = this.#editor.overlay.get();
    const selected = this.#editor.selection.get();
    for (const id of selected) {
      const view = this.#editor.label(id);
      if (view === undefined || !this.#editor.isShown(view)) continue;
      const figure = drafts.get(id) ?? figureOf(view);
      const color = this.#color(view.class);
      // In single-label mode, only the outline is drawn: the image within it is what the reviewer judges.
      if (isFilled(figure) && !this.#editor.single.get()) {
        context.fillStyle = `${color}40`;
        context.fill(pathOf(figure), 'evenodd');
      }
      this.#outline(context, figure, view.class, '#ffffff', 4 * pixel);
      this.#outline(context, figure, view.class, color, 2 * pixel);
      for (const [x, y, hidden] of dotsOf(figure)) drawDot(context, x, y, 4.5 * pixel, color, hidden);
      if (selected.length === 1 && this.#editor.permission.get().allowed && !this.#editor.isFixed(id))
        this.#drawHandles(context, figure, color, pixel);
    }
  }

  /** Redraws the badges of selected labels, whose outline covers the badge that the scene drew. */
  #drawBadges(context: CanvasRenderingContext2D, ratio: number): void {
    const { verdicts } = this.#editor.review.get();
    for (const id of this.#editor.selection.get()) {
      const verdict = verdicts.get(id)?.verdict;
      const bounds = this.#editor.boundsOf(id);
      const view = this.#editor.label(id);
      if (verdict === undefined || bounds === null || view === undefined || !this.#editor.isShown(view)) continue;
      const { x, y } = this.#editor.toScreen(bounds.maxX, bounds.minY);
      drawBadge(context, verdict, x, y, ratio);
    }
  }

  #drawHandles(context: CanvasRenderingContext2D, figure: Figure, color: string, pixel: number): void {
    if (figure.shape === 'skeleton') return;
    const handles = handlesOf(figure, 20 * pixel);
    // A dense outline would be all handles: the middle ones are drawn only where there is room.
    const crowded = handles.length > 120;
    for (const { handle, x, y } of handles) {
      if (handle.kind === 'middle') {
        if (!crowded) drawDot(context, x, y, 2.5 * pixel, color, true);
      } else if (handle.kind === 'rotate') {
        drawDot(context, x, y, 5 * pixel, color, true);
      } else {
        const half = (crowded ? 2 : 4) * pixel;
        context.fillStyle = '#ffffff';
        context.strokeStyle = color;
        context.lineWidth = 1.5 * pixel;
        context.fillRect(x - half, y - half, 2 * half, 2 * half);
        context.strokeRect(x - half, y - half, 2 * half, 2 * half);
      }
    }
  }

  #drawMine(context: CanvasRenderingContext2D, pixel: number): void {
    const { drawing, marquee, drafts } = this.#editor.overlay.get();
    const selected = new Set(this.#editor.selection.get());
    for (const [id, figure] of drafts) {
      if (selected.has(id)) continue;
      const cls = this.#editor.label(id)?.class;
      this.#outline(context, figure, cls, this.#color(cls), 2 * pixel);
    }
    if (drawing !== null) {
      const color = this.#color(drawing.class);
      const path = pathOf(drawing.figure, [], drawing.open);
      if (isFilled(drawing.figure)) {
        context.fillStyle = `${color}33`;
        context.fill(path, 'evenodd');
      }
      context.strokeStyle = color;
      context.lineWidth = 2 * pixel;
      context.stroke(path);
      if (drawing.open) this.#drawCorners(context, drawing.figure, color, pixel);
    }
    if (marquee !== null) {
      const { minX, minY, maxX, maxY } = marquee;
      context.fillStyle = '#228be622';
      context.fillRect(minX, minY, maxX - minX, maxY - minY);
      context.strokeStyle = '#228be6';
      context.lineWidth = pixel;
      context.strokeRect(minX, minY, maxX - minX, maxY - minY);
    }
  }

  /** Draws the corners of a figure being drawn; a click on the first one closes it. */
  #drawCorners(context: CanvasRenderingContext2D, figure: Figure, color: string, pixel: number): void {
    const flat =
      figure.shape === 'polygon' ? figure.geometry.rings[0] : figure.shape === 'polyline' ? figure.geometry.points : [];
    if (flat === undefined) return;
    for (let i = 0; i + 3 < flat.length; i += 2) {
      drawDot(context, flat[i]!, flat[i + 1]!, (i === 0 ? 5 : 3) * pixel, color, i === 0);
    }
  }

  /** Returns the pins of the shown frame, resolved ones below open ones. */
  #pins(): Pin[] {
    const active = this.#editor.activeIssue.get();
    const frame = this.#editor.frame.get();
    return this.#editor.issues
      .get()
      .all.flatMap(({ id, kind, anchor, state }) => {
        if (kind !== 'pinned' || anchor === undefined || anchor.frame !== frame) return [];
        return [{ id, x: anchor.x, y: anchor.y, open: state === 'open', active: id === active }];
      })
      .sort((a, b) => Number(a.open) - Number(b.open) || Number(a.active) - Number(b.active));
  }

  #drawPins(context: CanvasRenderingContext2D): void {
    const pins = this.#pins();
    const draft = this.#editor.issueDraft.get();
    if (draft?.kind === 'pinned' && draft.anchor?.frame === this.#editor.frame.get()) {
      pins.push({ id: '', x: draft.anchor.x, y: draft.anchor.y, open: true, active: true });
    }
    const hovered = this.#editor.hoveredIssue.get();
    for (const pin of pins) this.#drawPin(context, pin, pin.id === hovered);
    const hoveredPin = pins.find((pin) => pin.id === hovered);
    if (hoveredPin !== undefined) this.#drawPinWords(context, hoveredPin);
  }

  /** Draws a pin. Open: a red drop with a dot. Resolved: a smaller green one with a tick, so that colour is not needed. */
  #drawPin(context: CanvasRenderingContext2D, { x, y, open, active }: Pin, hovered: boolean): void {
    const tip = this.#editor.toScreen(x, y);
    const middle = tip.y - PIN_HEIGHT;
    const radius = (open ? PIN_RADIUS : PIN_RADIUS - 1) + (active || hovered ? 2 : 0);
    context.beginPath();
    context.moveTo(tip.x, tip.y);
    context.arc(tip.x, middle, radius, 0.75 * Math.PI, 2.25 * Math.PI);
    context.closePath();
    context.fillStyle = open ? OPEN_PIN : RESOLVED_PIN;
    context.fill();
    context.strokeStyle = '#ffffff';
    context.lineWidth = active ? 2.5 : 1.5;
    context.stroke();
    context.beginPath();
    if (open) {
      context.arc(tip.x, middle, radius / 3, 0, 2 * Math.PI);
      context.fillStyle = '#ffffff';
      context.fill();
    } else {
      context.moveTo(tip.x - radius * 0.45, middle + radius * 0.05);
      context.lineTo(tip.x - radius * 0.1, middle + radius * 0.4);
      context.lineTo(tip.x + radius * 0.45, middle - radius * 0.32);
      context.lineWidth = 1.75;
      context.stroke();
    }
  }

  #drawPinWords(context: CanvasRenderingContext2D, pin: Pin): void {
    const issue = this.#editor.issue(pin.id);
    const [first] = issue?.comments ?? [];
    if (issue === undefined || first === undefined) return;
    const text = first.text.replace(/\s+/gu, ' ').trim();
    const words = text.length > MAX_PIN_TEXT_CHARS ? `${text.slice(0, MAX_PIN_TEXT_CHARS - 1).trimEnd()}…` : text;
    const who = `${first.by_name} · ${pin.open ? 'Open' : 'Resolved'}`;
    context.textBaseline = 'middle';
    context.font = '600 11px system-ui, sans-serif';
    const whoWidth = context.measureText(who).width;
    context.font = '12px system-ui, sans-serif';
    const width = Math.max(context.measureText(words).width, whoWidth) + 16;
    const tip = this.#editor.toScreen(pin.x, pin.y);
    const view = this.#editor.viewport.get();
    // Next to the pin, on the side that has room.
    const right = tip.x + 16 + width <= view.width;
    const left = Math.max(right ? tip.x + 14 : tip.x - 14 - width, 4);
    const top = Math.min(Math.max(tip.y - PIN_HEIGHT - 20, 4), view.height - 44);
    context.beginPath();
    context.roundRect(left, top, width, 40, 6);
    context.fillStyle = 'rgb(24 26 30 / 94%)';
    context.fill();
    context.fillStyle = pin.open ? '#f4a8a3' : '#76ca99';
    context.font = '600 11px system-ui, sans-serif';
    context.fillText(who, left + 8, top + 13);
    context.fillStyle = '#ffffff';
    context.font = '12px system-ui, sans-serif';
    context.fillText(words, left + 8, top + 28);
  }

  #drawCursors(context: CanvasRenderingContext2D): void {
    context.font = '11px system-ui, sans-serif';
    context.textBaseline = 'middle';
    for (const { person, presence } of this.#editor.peers.get()) {
      if (!presence.cursor) continue;
      const { x, y } = this.#editor.toScreen(presence.cursor.x, presence.cursor.y);
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x, y + 15);
      context.lineTo(x + 4, y + 11.5);
      context.lineTo(x + 10, y + 11);
      context.closePath();
      context.fillStyle = person.color;
      context.fill();
      context.strokeStyle = '#ffffff';
      context.lineWidth = 1;
      context.stroke();
      const width = context.measureText(person.name).width;
      context.fillStyle = person.color;
      context.beginPath();
      context.roundRect(x + 9, y + 12, width + 8, 16, 4);
      context.fill();
      context.fillStyle = readableOn(person.color);
      context.fillText(person.name, x + 13, y + 20.5);
    }
  }
}

/** Returns the figure of another client's draft, or `null` if it is malformed: presence arrives unchecked. */
function draftFigure(draft: PresenceDraft | null | undefined): Figure | null {
  const geometry = draft?.geometry;
  if (!draft || geometry === null || typeof geometry !== 'object') return null;
  const numbers = (value: unknown): boolean => Array.isArray(value) && value.every(Number.isFinite);
  const fields = geometry as Record<string, unknown>;
  const has = (...names: string[]): boolean => names.every((name) => Number.isFinite(fields[name]));
  const ok = {
    box: has('x', 'y', 'w', 'h'),
    rotated_box: has('cx', 'cy', 'w', 'h', 'angle'),
    polygon: Array.isArray(fields.rings) && fields.rings.every(numbers),
    polyline: numbers(fields.points),
    point: has('x', 'y'),
    skeleton: numbers(fields.points),
    bitmask: false,
    classification: false,
  }[draft.shape];
  return ok === true ? ({ shape: draft.shape, geometry } as unknown as Figure) : null;
}
