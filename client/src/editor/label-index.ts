/** The labels of the current frame: as views, in drawing order, grouped by class, and in an R-tree for hit tests. */

import RBush from 'rbush';
import { area, type Bounds, boundsOf } from '../kernels/bounds';
import { hits } from '../kernels/hit';
import { keyframeAt } from '../model/read';
import type { Figure, Label, Ontology, OntologyClass } from '../protocol/labels';
import type { MaskCache } from './masks';
import type { ClassGroup, LabelsState, LabelView } from './state';

/** The colour of labels whose class is no longer in the ontology. */
export const NO_CLASS_COLOR = '#868e96';

const removedClass = (id: string): OntologyClass => ({
  id,
  name: `${id} (removed)`,
  color: NO_CLASS_COLOR,
  shapes: [],
});

interface Leaf extends Bounds {
  readonly id: string;
}

export function figureOf(label: LabelView): Figure {
  return { shape: label.shape, geometry: label.geometry } as Figure;
}

export class LabelIndex {
  readonly #views = new Map<string, LabelView>();
  readonly #leaves = new Map<string, Leaf>();
  readonly #tree = new RBush<Leaf>();
  #classes: ReadonlyMap<string, OntologyClass> = new Map();
  #ontology: Ontology = { classes: [] };
  readonly #masks: MaskCache;

  constructor(ontology: Ontology, masks: MaskCache) {
    this.#masks = masks;
    this.setOntology(ontology);
  }

  setOntology(ontology: Ontology): void {
    this.#ontology = ontology;
    this.#classes = new Map(ontology.classes.map((cls) => [cls.id, cls]));
  }

  get(id: string): LabelView | undefined {
    return this.#views.get(id);
  }

  class(id: string): OntologyClass | undefined {
    return this.#classes.get(id);
  }

  /** Reads the given labels again. */
  refresh(ids: ReadonlySet<string>, labels: ReadonlyMap<string, Label>, frame: number): void {
    const added: Leaf[] = [];
    for (const id of ids) {
      const leaf = this.#leaves.get(id);
      if (leaf !== undefined) this.#tree.remove(leaf);
      this.#leaves.delete(id);
      const label = labels.get(id);
      const keyframe = label === undefined ? null : keyframeAt(label, frame);
      if (label === undefined || keyframe === null) {
        this.#views.delete(id);
        continue;
      }
      const { class: cls, shape, attributes, z } = label;
      const view: LabelView = {
        id,
        class: cls,
        shape,
        geometry: keyframe.geometry,
        attributes,
        z,
        outside: keyframe.outside,
      };
      this.#views.set(id, view);
      const bounds = this.#bounds(view);
      if (bounds !== null && !view.outside) {
        const next = { ...bounds, id };
        this.#leaves.set(id, next);
        added.push(next);
      }
    }
    this.#tree.load(added);
  }

  #bounds(view: LabelView): Bounds | null {
    const figure = figureOf(view);
    if (figure.shape === 'bitmask') return this.#masks.get(figure.geometry)?.bounds ?? null;
    return boundsOf(figure);
  }

  bounds(id: string): Bounds | null {
    return this.#leaves.get(id) ?? null;
  }

  /** Returns the labels under the point, best match first: higher ones, then smaller ones. */
  pick(x: number, y: number, tolerance: number, shown: (view: LabelView) => boolean): string[] {
    const near = { minX: x - tolerance, minY: y - tolerance, maxX: x + tolerance, maxY: y + tolerance };
    return this.#tree
      .search(near)
      .flatMap((leaf) => {
        const view = this.#views.get(leaf.id);
        if (view === undefined || !shown(view)) return [];
        const figure = figureOf(view);
        const edges = this.#classes.get(view.class)?.skeleton?.edges ?? [];
        const mask = figure.shape === 'bitmask' ? this.#masks.test(figure.geometry) : undefined;
        return hits(figure, x, y, tolerance, edges, mask) ? [{ id: leaf.id, z: view.z, area: area(leaf) }] : [];
      })
      .sort((a, b) => b.z - a.z || a.area - b.area)
      .map((hit) => hit.id);
  }

  pickIn(marquee: Bounds, shown: (view: LabelView) => boolean): string[] {
    return this.#tree.search(marquee).flatMap(({ id }) => {
      const view = this.#views.get(id);
      return view !== undefined && shown(view) ? [id] : [];
    });
  }

  state(): LabelsState {
    const ordered = [...this.#views.values()].sort((a, b) => a.z - b.z || (a.id < b.id ? -1 : 1));
    const byClass = new Map<string, LabelView[]>();
    for (const view of ordered) {
      const group = byClass.get(view.class);
      if (group === undefined) byClass.set(view.class, [view]);
      else group.push(view);
    }
    const groups: ClassGroup[] = this.#ontology.classes.flatMap((cls, index) => {
      const labels = byClass.get(cls.id);
      return labels === undefined ? [] : [{ class: cls, key: index < 9 ? index + 1 : null, labels }];
    });
    for (const [id, labels] of byClass) {
      if (!this.#classes.has(id)) groups.push({ class: removedClass(id), key: null, labels });
    }
    return { byId: new Map(this.#views), ordered, groups, count: ordered.length };
  }
}
