/** What the ontology requires and the labels lack, kept up with each edit: only changed labels are looked at. */

import { asksAttributes, type Missing, missingAttributes } from '../kernels/requirements';
import type { Label, Ontology, OntologyClass } from '../protocol/labels';

export class Requirements {
  readonly #asking: ReadonlyMap<string, OntologyClass>;
  /** Labels of each required class. */
  readonly #present: Map<string, Set<string>>;
  readonly #lacking = new Map<string, readonly string[]>();

  constructor(ontology: Ontology) {
    this.#asking = new Map(ontology.classes.filter(asksAttributes).map((cls) => [cls.id, cls]));
    this.#present = new Map(
      ontology.classes.filter((cls) => cls.required === true).map((cls) => [cls.id, new Set<string>()]),
    );
  }

  /** Looks at the named labels again; true when something else is missing now. */
  refresh(ids: Iterable<string>, labels: ReadonlyMap<string, Label>): boolean {
    let changed = false;
    for (const id of ids) {
      const label = labels.get(id);
      for (const [cls, having] of this.#present) {
        const before = having.size;
        if (label?.class === cls) having.add(id);
        else having.delete(id);
        if ((before === 0) !== (having.size === 0)) changed = true;
      }
      const asking = label === undefined ? undefined : this.#asking.get(label.class);
      const lacking = label === undefined || asking === undefined ? [] : missingAttributes(asking, label.attributes);
      if (lacking.join('\n') !== (this.#lacking.get(id) ?? []).join('\n')) changed = true;
      if (lacking.length === 0) this.#lacking.delete(id);
      else this.#lacking.set(id, lacking);
    }
    return changed;
  }

  /** All that is missing, classes first. */
  all(): Missing[] {
    const classes = [...this.#present].filter(([, having]) => having.size === 0).map(([id]) => ({ class: id }));
    const labels = [...this.#lacking.keys()].sort();
    return [
      ...classes,
      ...labels.flatMap((label) => (this.#lacking.get(label) ?? []).map((attribute) => ({ label, attribute }))),
    ];
  }
}
