/** Edits of labels: each is one transaction, and none happens without permission to edit. */

import { attributeIds, isMap, orphaned, visibleFields } from '../kernels/attributes';
import type { Size } from '../kernels/bounds';
import { moveBy } from '../kernels/edit';
import type { ItemModel } from '../model/item-model';
import { keyframeAt } from '../model/read';
import type { Attribute, Figure, Json, Label, OntologyClass } from '../protocol/labels';
import { MAX_LABELS_PER_ITEM } from '../protocol/limits';
import { figureOf, type LabelIndex } from './label-index';
import type { LabelView } from './state';

export interface LabelEditsOptions {
  readonly model: ItemModel;
  readonly index: LabelIndex;
  readonly frame: () => number;
  readonly size: Size;
  readonly newId: () => string;
  readonly allowed: () => boolean;
  /** Whether the label has a verdict in review, and cannot be changed. */
  readonly isFixed: (id: string) => boolean;
  /** Called with the number of fixed labels that the user tried to edit. */
  readonly fixed: (labels: number) => void;
  /** Whether new labels are approved as they are stored. They are then fixed, and not an undo step. */
  readonly approves: () => boolean;
  readonly onAdded: (ids: readonly string[]) => void;
}

export interface NewLabel {
  readonly figure: Figure;
  readonly class: string;
  readonly attributes: Label['attributes'];
}

export class LabelEdits {
  readonly #options: LabelEditsOptions;

  constructor(options: LabelEditsOptions) {
    this.#options = options;
  }

  /** Adds labels on top; returns their ids, or none if that was not possible. */
  add(labels: readonly NewLabel[]): readonly string[] {
    const { model, newId, allowed } = this.#options;
    const frame = this.#options.frame();
    if (!allowed() || labels.length === 0 || model.labels.size + labels.length > MAX_LABELS_PER_ITEM) return [];
    const z = this.#zs().reduce((a, b) => Math.max(a, b), 0);
    const made: Record<string, Label> = {};
    for (const { figure, class: cls, attributes } of labels) {
      const frames = { [frame]: { geometry: figure.geometry, outside: false } };
      made[newId()] = { class: cls, shape: figure.shape, z, frames, attributes };
    }
    const ids = Object.keys(made);
    const approved = this.#options.approves();
    model.create(made, approved);
    if (approved) this.#options.onAdded(ids);
    return ids;
  }

  /** Copies labels, offset by `step` media pixels so that the copies are visible; returns their ids. */
  duplicate(ids: readonly string[], step: number): readonly string[] {
    return this.add(
      this.#views(ids).map((view) => ({
        figure: moveBy(figureOf(view), step, step, this.#options.size),
        class: view.class,
        attributes: view.attributes,
      })),
    );
  }

  remove(ids: readonly string[]): void {
    if (!this.#options.allowed()) return;
    const present = this.#free(ids).map((view) => view.id);
    if (present.length > 0) this.#options.model.remove(present);
  }

  reshape(figures: ReadonlyMap<string, Figure>, group: string | null): void {
    const { model, allowed } = this.#options;
    const frame = this.#options.frame();
    if (!allowed()) return;
    const changes = this.#free([...figures.keys()]).flatMap(({ id }) => {
      const [label, figure] = [model.labels.get(id), figures.get(id)];
      if (label === undefined || figure === undefined || keyframeAt(label, frame) === null) return [];
      return [{ id, frame, geometry: figure.geometry }];
    });
    if (changes.length > 0) model.setGeometry(changes, group);
  }

  nudge(ids: readonly string[], dx: number, dy: number): void {
    const moved = this.#views(ids).map(
      (view) => [view.id, moveBy(figureOf(view), dx, dy, this.#options.size)] as const,
    );
    this.reshape(new Map(moved), `nudge:${ids.join()}`);
  }

  restack(ids: readonly string[], to: 'front' | 'back'): void {
    if (!this.#options.allowed()) return;
    const moved = new Set(this.#free(ids).map((view) => view.id));
    const others = this.#zs(moved);
    if (others.length === 0 || moved.size === 0) return;
    const z =
      to === 'front' ? others.reduce((a, b) => Math.max(a, b)) + 1 : others.reduce((a, b) => Math.min(a, b)) - 1;
    this.#options.model.setZ(Object.fromEntries([...moved].map((id) => [id, z])));
  }

  setClass(ids: readonly string[], classId: string): void {
    const { model, index, allowed } = this.#options;
    const cls = index.class(classId);
    if (cls === undefined || !allowed()) return;
    const known = attributeIds(cls);
    const changes = this.#free(ids)
      .filter((view) => view.class !== classId && classAllows(cls, view))
      .map((view) => ({
        id: view.id,
        class: classId,
        drop: Object.keys(view.attributes).filter((attribute) => !known.has(attribute)),
      }));
    if (changes.length > 0) model.setClass(changes);
  }

  setAttribute(id: string, attributeId: string, value: Json | undefined): void {
    const { model, index, allowed } = this.#options;
    const frame = this.#options.frame();
    const view = index.get(id);
    const cls = view === undefined ? undefined : index.class(view.class);
    if (view === undefined || cls === undefined || !allowed() || this.#free([id]).length === 0) return;
    const field = visibleFields(cls, view.attributes, frame).find(({ attribute }) => attribute.id === attributeId);
    if (field === undefined) return;
    const stored = storedValue(field.attribute, view.attributes[attributeId], frame, value);
    const after: Record<string, Json> = { ...view.attributes };
    if (stored === undefined) delete after[attributeId];
    else after[attributeId] = stored;
    const changes: Record<string, Json | undefined> = { [attributeId]: stored };
    for (const orphan of orphaned(cls, after)) changes[orphan] = undefined;
    // Typing in one field is one undo step.
    model.setAttributes(id, changes, `attribute:${id}:${attributeId}`);
  }

  #views(ids: readonly string[]): LabelView[] {
    return ids.flatMap((id) => this.#options.index.get(id) ?? []);
  }

  /** Returns the labels that can be changed, and notifies the user of those that are fixed. */
  #free(ids: readonly string[]): LabelView[] {
    const views = this.#views(ids);
    const free = views.filter((view) => !this.#options.isFixed(view.id));
    if (free.length < views.length) this.#options.fixed(views.length - free.length);
    return free;
  }

  #zs(without: ReadonlySet<string> = new Set()): number[] {
    return [...this.#options.model.labels].flatMap(([id, label]) => (without.has(id) ? [] : [label.z]));
  }
}

/** Whether a label can get the class: the class has its shape and, for a skeleton, the same number of joints. */
function classAllows(cls: OntologyClass, view: LabelView): boolean {
  if (!cls.shapes.includes(view.shape)) return false;
  const figure = figureOf(view);
  return figure.shape !== 'skeleton' || figure.geometry.points.length === 3 * (cls.skeleton?.joints.length ?? 0);
}

/** Returns the value as the document stores it: a per-frame attribute has one value for each frame number. */
function storedValue(attribute: Attribute, before: Json | undefined, frame: number, value: Json | undefined) {
  if (attribute.per_frame !== true) return value;
  const frames: Record<string, Json> = isMap(before) ? { ...before } : {};
  if (value === undefined) delete frames[frame];
  else frames[frame] = value;
  return Object.keys(frames).length === 0 ? undefined : frames;
}
